package org.retrograde.models.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST, pictures of clothes in the format of MNIST, from a folder of this machine.
 *
 * @param train the 60,000 rows of the training file, 784 features in [0, 1], 10 classes
 * @param test the 10,000 rows of the test file
 * @see <a href="https://arxiv.org/abs/1708.07747">Xiao, Rasul and Vollgraf (2017)</a>
 */
public record FashionMnist(LabeledData train, LabeledData test) {

  /** Where Debian's package dataset-fashion-mnist has the files. */
  public static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

  private static final List<String> ENDINGS = List.of(".gz", "");

  /**
   * Reads the four files under their usual names, plain or gzip.
   *
   * @return both sets in file order, grey levels divided by 255
   * @throws DataException if a file is missing or damaged
   */
  public static FashionMnist load(Path folder) {
    return new FashionMnist(read(folder, "train"), read(folder, "t10k"));
  }

  private static LabeledData read(Path folder, String part) {
    return IdxReader.read(
        file(folder, part + "-images-idx3-ubyte"), file(folder, part + "-labels-idx1-ubyte"));
  }

  private static Path file(Path folder, String name) {
    return ENDINGS.stream()
        .map(ending -> folder.resolve(name + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "%s.gz: file not found; Debian's package dataset-fashion-mnist brings it to %s, and data.folder names another folder"
                        .formatted(folder.resolve(name), FOLDER)));
  }
}
