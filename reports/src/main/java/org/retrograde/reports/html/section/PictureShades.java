package org.retrograde.reports.html.section;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.retrograde.reports.record.PictureSet;

/**
 * The scale of grey that a set of pictures shares, from the first to the last percentile of all
 * their numbers.
 */
final class PictureShades {

  private static final double CUT = 0.01;
  private static final int WHITE = 255;

  private final PictureSet set;
  private final double least;
  private final double most;

  private PictureShades(PictureSet set, double least, double most) {
    this.set = set;
    this.least = least;
    this.most = most;
  }

  static PictureShades of(PictureSet set) {
    List<Double> sorted =
        set.pictures().stream()
            .flatMap(picture -> picture.values().stream())
            .filter(Double::isFinite)
            .sorted()
            .toList();
    return sorted.isEmpty()
        ? new PictureShades(set, 0, 0)
        : new PictureShades(
            set,
            sorted.get((int) (CUT * (sorted.size() - 1))),
            sorted.get((int) Math.ceil((1 - CUT) * (sorted.size() - 1))));
  }

  /** What is black. */
  double least() {
    return least;
  }

  /** What is white. */
  double most() {
    return most;
  }

  /** Returns a picture as a PNG in an address of its own. */
  String png(PictureSet.Picture picture) {
    BufferedImage image =
        new BufferedImage(set.columns(), set.rows(), BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < picture.values().size(); i++) {
      image
          .getRaster()
          .setSample(i % set.columns(), i / set.columns(), 0, shade(picture.values().get(i)));
    }
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From 0, black, to 255, white; what is not a number is black. */
  int shade(double value) {
    double place = (scaled(value) - scaled(least)) / (scaled(most) - scaled(least));
    return Double.isNaN(place) ? 0 : (int) Math.round(WHITE * Math.max(0, Math.min(1, place)));
  }

  private double scaled(double value) {
    return set.logarithmic() ? Math.log(value) : value;
  }
}
