package org.retrograde.models.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads images that are sorted into folders, one folder a class, {@code class/image.png}, as those
 * of Omniglot's alphabets are. Classes are numbered by the names of their folders, rows within a
 * class follow the names of the files.
 *
 * <p>Colours become grey (the mean of red, green and blue), then ink: 1 for black, 0 for white.
 * Images of another size are scaled by averaging over areas.
 *
 * @see <a href="https://github.com/brendenlake/omniglot">Lake, Salakhutdinov and Tenenbaum
 *     (2015)</a>
 */
public final class ImageFolder {
  private static final String IMAGES = "*.{png,PNG}";
  private static final int MOST_PIXELS = 1 << 26;

  private ImageFolder() {}

  /**
   * Reads one folder of folders.
   *
   * @param folder a folder of folders of PNG files
   * @param side of the resulting square images, at least 1
   * @return side * side features in [0, 1], class by class; its one source is the folder, hashed by
   *     the content of its rows
   * @throws DataException if there is no such folder, a class has no image or an image cannot be
   *     read; the message names the file
   */
  public static LabeledData read(Path folder, int side) {
    List<float[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Path> classes = list(folder, "*").stream().filter(Files::isDirectory).toList();
    for (int c = 0; c < classes.size(); c++) {
      List<Path> files = list(classes.get(c), IMAGES);
      if (files.isEmpty()) {
        throw new DataException(classes.get(c) + ": holds no PNG file; a class needs one at least");
      }
      for (Path file : files) {
        rows.add(ink(file, side));
        labels.add(c);
      }
    }
    if (rows.isEmpty()) {
      throw new DataException(folder + ": holds no folder; expected one a class, with PNG files");
    }
    if ((long) rows.size() * side * side > Integer.MAX_VALUE) {
      throw new DataException(
          "%s: %d images of %d x %d pixels do not fit an array; ask for a smaller side"
              .formatted(folder, rows.size(), side, side));
    }
    float[] inputs = new float[rows.size() * side * side];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, inputs, i * side * side, side * side);
    }
    int[] labelled = labels.stream().mapToInt(label -> label).toArray();
    LabeledData plain = LabeledData.wrap(inputs, labelled, classes.size(), Map.of());
    Map<String, String> source = new LinkedHashMap<>();
    source.put(folder.getFileName() + "/", plain.sha256());
    return LabeledData.wrap(inputs, labelled, classes.size(), source)
        .shaped(new InputShape.Image(side, side, 1));
  }

  private static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed as a folder: " + FileReasons.of(e));
    }
    found.sort((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
    return found;
  }

  private static float[] ink(Path file, int side) {
    @Nullable BufferedImage image;
    try {
      image = image(file);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + FileReasons.of(e));
    }
    if (image == null) {
      throw new DataException(file + ": is not an image that Java can read; expected a PNG");
    }
    float[] ink = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        ink[y * side + x] = (float) meanInk(image, x, y, side);
      }
    }
    return ink;
  }

  /** Looks at the size before the pixels are made: a kilobyte may stand for a gigabyte of white. */
  private static @Nullable BufferedImage image(Path file) throws IOException {
    byte[] bytes = DataFile.read(file).content();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new DataException(
              "%s: is an image of %d x %d pixels; at most %d in all are read"
                  .formatted(file, reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  /** Returns the mean ink of the part of the image that pixel (x, y) of the small one covers. */
  private static double meanInk(BufferedImage image, int x, int y, int side) {
    double width = (double) image.getWidth() / side;
    double height = (double) image.getHeight() / side;
    double sum = 0;
    for (int v = (int) (y * height); v < image.getHeight() && v < (y + 1) * height; v++) {
      double tall = Math.min(v + 1, (y + 1) * height) - Math.max(v, y * height);
      for (int u = (int) (x * width); u < image.getWidth() && u < (x + 1) * width; u++) {
        double wide = Math.min(u + 1, (x + 1) * width) - Math.max(u, x * width);
        sum += tall * wide * (1 - grey(image.getRGB(u, v)));
      }
    }
    return sum / (width * height);
  }

  private static double grey(int rgb) {
    return ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / (3.0 * 255);
  }
}
