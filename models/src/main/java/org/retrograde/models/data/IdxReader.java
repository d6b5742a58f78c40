package org.retrograde.models.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads pairs of IDX files, the format of MNIST and its kin (Fashion-MNIST, KMNIST, EMNIST):
 * unsigned bytes, plain or compressed by gzip. A file must be whole: nothing missing, nothing left
 * over.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The IDX format</a>, at the end of that page
 */
public final class IdxReader {
  private static final float WHITE = 255;

  private IdxReader() {}

  /**
   * Reads two files.
   *
   * @param images as for {@link #read(DataFile, DataFile)}
   * @param labels as for {@link #read(DataFile, DataFile)}
   * @return the rows in file order
   * @throws DataException if a file is missing, damaged, or not as described
   */
  public static LabeledData read(Path images, Path labels) {
    return read(DataFile.read(images), DataFile.read(labels));
  }

  /**
   * Reads a file of images, or of any other unsigned bytes, with the file of their labels.
   *
   * @param images an array of at least two dimensions, {@code [rows, ...]}; all but the first are
   *     flattened to features
   * @param labels an array of one dimension, {@code [rows]}
   * @return the rows in file order, features divided by 255; as many classes as the largest label
   *     needs
   * @throws DataException if a file is truncated, has bytes left over, is not of this kind, or the
   *     two have different numbers of rows
   */
  public static LabeledData read(DataFile images, DataFile labels) {
    IdxArray pixels = IdxArray.parse(images);
    IdxArray classes = IdxArray.parse(labels);
    if (pixels.dimensions() < 2) {
      throw new DataException(
          images.name() + ": images need at least 2 dimensions, got 1; is this the label file?");
    }
    if (classes.dimensions() != 1) {
      throw new DataException(
          "%s: labels need 1 dimension, got %d; is this the image file?"
              .formatted(labels.name(), classes.dimensions()));
    }
    if (pixels.rows() != classes.rows()) {
      throw new DataException(
          "%s holds %d rows but %s holds %d labels; these files do not belong together"
              .formatted(images.name(), pixels.rows(), labels.name(), classes.rows()));
    }
    return join(pixels, classes, sources(images, labels));
  }

  private static LabeledData join(IdxArray pixels, IdxArray classes, Map<String, String> sources) {
    float[] inputs = new float[pixels.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = pixels.get(i) / WHITE;
    }
    int[] labels = new int[classes.size()];
    int largest = 0;
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes.get(i);
      largest = Math.max(largest, labels[i]);
    }
    LabeledData rows = LabeledData.wrap(inputs, labels, largest + 1, sources);
    return pixels.dimensions() == 3 || pixels.dimensions() == 4 ? rows.shaped(image(pixels)) : rows;
  }

  /** Rows of pixels, line by line; a fourth dimension is the channels. */
  private static InputShape image(IdxArray pixels) {
    return new InputShape.Image(
        pixels.length(1), pixels.length(2), pixels.dimensions() == 4 ? pixels.length(3) : 1);
  }

  private static Map<String, String> sources(DataFile images, DataFile labels) {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(images.name(), images.sha256());
    sources.put(labels.name(), labels.sha256());
    return sources;
  }
}
