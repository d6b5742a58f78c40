package org.retrograde.models.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import org.apache.commons.math3.stat.StatUtils;

/** The pixels of an image on white paper, red, green and blue in [0, 255]. */
final class ImagePixels {

  private static final double WHITE = 255;

  /** Red, green and blue of grey are as far apart as a JPEG rounds them, and a bit more. */
  private static final double FAINT = 16;

  private final BufferedImage image;
  private final boolean grey;
  private final double largest;

  ImagePixels(BufferedImage image) {
    this.image = image;
    ColorModel model = image.getColorModel();
    this.grey =
        !(model instanceof IndexColorModel)
            && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    this.largest = (1L << model.getComponentSize(0)) - 1;
  }

  /**
   * Reads one.
   *
   * @param into red, green and blue. Modified.
   */
  void read(int x, int y, double[] into) {
    if (grey) { // as stored: Java takes grey for linear in light, and makes it brighter
      double level = WHITE * image.getRaster().getSample(x, y, 0) / largest;
      boolean opaque = !image.getColorModel().hasAlpha();
      double alpha = opaque ? 1 : image.getRaster().getSample(x, y, 1) / largest;
      double seen = opaque ? level : alpha * level + (1 - alpha) * WHITE;
      into[0] = seen;
      into[1] = seen;
      into[2] = seen;
      return;
    }
    int rgb = image.getRGB(x, y);
    int alpha = rgb >>> 24;
    for (int c = 0; c < into.length; c++) {
      int level = (rgb >> (16 - 8 * c)) & 0xff;
      into[c] = alpha == WHITE ? level : (alpha * level + (WHITE - alpha) * WHITE) / WHITE;
    }
  }

  /** Returns the length of the shorter side. */
  int shorterSide() {
    return Math.min(image.getWidth(), image.getHeight());
  }

  /** Returns whether a pixel is not grey. */
  boolean hasColour() {
    double[] rgb = new double[3];
    for (int y = 0; y < image.getHeight() && !grey; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        read(x, y, rgb);
        if (StatUtils.max(rgb) - StatUtils.min(rgb) > FAINT) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the image as a square, each pixel the mean of the area that it covers. */
  float[] scaled(ImageForm form) {
    float[] scaled = new float[form.size()];
    double[] mean = new double[form.channels()];
    for (int y = 0; y < form.side(); y++) {
      for (int x = 0; x < form.side(); x++) {
        mean(x, y, form.side(), mean);
        for (int c = 0; c < mean.length; c++) {
          scaled[(y * form.side() + x) * mean.length + c] = (float) mean[c];
        }
      }
    }
    return scaled;
  }

  /** Takes the mean over the part of the image that pixel (x, y) of the small one covers. */
  private void mean(int x, int y, int side, double[] mean) {
    double width = (double) image.getWidth() / side;
    double height = (double) image.getHeight() / side;
    double[] sums = new double[mean.length];
    double[] rgb = new double[3];
    for (int v = (int) (y * height); v < image.getHeight() && v < (y + 1) * height; v++) {
      double tall = Math.min(v + 1, (y + 1) * height) - Math.max(v, y * height);
      for (int u = (int) (x * width); u < image.getWidth() && u < (x + 1) * width; u++) {
        double wide = Math.min(u + 1, (x + 1) * width) - Math.max(u, x * width);
        read(u, v, rgb);
        for (int c = 0; c < sums.length; c++) {
          sums[c] += tall * wide * (sums.length == 1 ? ink(rgb) : rgb[c] / WHITE);
        }
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] = sums[c] / (width * height);
    }
  }

  private static double ink(double[] rgb) {
    return 1 - (rgb[0] + rgb[1] + rgb[2]) / (3.0 * WHITE);
  }
}
