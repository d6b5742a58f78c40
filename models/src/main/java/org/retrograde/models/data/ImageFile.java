package org.retrograde.models.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.retrograde.reversible.storage.FileReasons;

/** Reads one image, PNG or JPEG by its content. */
final class ImageFile {

  private static final int MOST_PIXELS = 1 << 26;

  private ImageFile() {}

  /** Returns whether a file is called as images are. */
  static boolean isCalledSo(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /**
   * Reads one.
   *
   * @param look what is to be known of its pixels
   * @throws DataException if it is no image, or damaged; the message names the file
   */
  static <T> T read(Path file, Function<ImagePixels, T> look) {
    byte[] bytes = DataFile.read(file).content();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            file + ": is not an image that Java can read; expected a PNG or JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return look.apply(new ImagePixels(decoded(file, reader)));
      } finally {
        reader.dispose();
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(file, FileReasons.of(e), e);
    } catch (RuntimeException e) { // what a decoder trips over is of any kind
      throw damaged(file, e.toString(), e);
    }
  }

  private static DataException damaged(Path file, String reason, Exception e) {
    return reason.contains("Unsupported Image Type")
        ? otherColours(file)
        : new DataException(
            "%s: cannot be read, is the image damaged? %s"
                .formatted(file, reason.replaceAll("\\s+", " ")),
            e);
  }

  /** Inks of a printer, most often. */
  private static DataException otherColours(Path file) {
    return new DataException(
        file + ": its colours are neither red, green and blue nor grey; save it so");
  }

  /** Looks at the size before the pixels are made: a kilobyte may stand for a gigabyte of white. */
  private static BufferedImage decoded(Path file, ImageReader reader) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw new DataException(
          "%s: is an image of %d x %d pixels; at most %d in all are read"
              .formatted(file, reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
    }
    AtomicBoolean truncated = new AtomicBoolean();
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
            truncated.set(true);
          }
        });
    BufferedImage image = reader.read(0);
    if (truncated.get()) { // what is missing has become grey
      throw new DataException(file + ": ends early; the image is truncated");
    }
    int colours = image.getColorModel().getColorSpace().getType();
    if (colours != ColorSpace.TYPE_RGB && colours != ColorSpace.TYPE_GRAY) {
      throw otherColours(file);
    }
    return image;
  }
}
