package org.retrograde.experiments.init;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.storage.FileReasons;

/** Proposes an experiment on a folder of images, one folder a class. */
final class ImagesProposal {

  /** A side that a network of a first experiment reads in seconds. */
  private static final int LARGEST_SIDE = 32;

  private final int images;
  private final long classes;
  private final int side;

  /**
   * Looks at a folder.
   *
   * @throws DataException if there is no image, or the first one cannot be read
   */
  ImagesProposal(Path folder) {
    List<Path> found;
    try (Stream<Path> files = Files.walk(folder, 2)) {
      found = files.filter(ImagesProposal::isImage).sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed as a folder: " + FileReasons.of(e), e);
    }
    if (found.isEmpty() || found.stream().anyMatch(image -> folder.equals(image.getParent()))) {
      throw new DataException(
          folder + ": expected a folder a class, with PNG or JPEG files, and no image beside them");
    }
    images = found.size();
    classes = found.stream().map(Path::getParent).distinct().count();
    side = Math.min(LARGEST_SIDE, side(found.get(0)));
  }

  /**
   * Returns the proposal.
   *
   * @param shown what the config calls the folder
   */
  Proposal propose(String shown) {
    return new Proposal(
        "%d images in %d folders".formatted(images, classes),
        List.of(
            new Proposal.Line("source", "images", ""),
            new Proposal.Line("folder", TableProposal.text(shown), "one folder a class"),
            new Proposal.Line("side", String.valueOf(side), "pixels, to which all are scaled")),
        images,
        true,
        false,
        List.of("%d classes".formatted(classes), "scaled to %d x %d".formatted(side, side)));
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Stream.of(".png", ".jpg", ".jpeg").anyMatch(name::endsWith);
  }

  private static int side(Path image) {
    try {
      @Nullable BufferedImage read = ImageIO.read(image.toFile());
      if (read == null) {
        throw new DataException(image + ": is not an image that Java can read");
      }
      return Math.min(read.getWidth(), read.getHeight());
    } catch (IOException e) {
      throw new DataException(image + ": cannot be read: " + FileReasons.of(e), e);
    }
  }
}
