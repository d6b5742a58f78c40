package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {

  @TempDir private Path folder = Path.of("");

  /** A white image whose left {@code black} columns are black. */
  private void image(String path, int side, int black) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        image.setRGB(x, y, x < black ? 0xff000000 : 0xffffffff);
      }
    }
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void foldersAreClassesAndInkIsBlack() throws IOException {
    image("b/2.png", 2, 0);
    image("b/1.png", 2, 2);
    image("a/1.png", 2, 1);
    LabeledData data = ImageFolder.read(folder, 2);

    assertThat(data.labels()).containsExactly(0, 1, 1);
    assertThat(data.inputs()).containsExactly(1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0);
    assertThat(data.sources()).hasSize(1);
  }

  @Test
  void scalingKeepsTheMeanInkOfEveryArea() throws IOException {
    image("a/1.png", 105, 50);
    float[] small = ImageFolder.read(folder, 28).inputs();

    double width = 105.0 / 28;
    for (int x = 0; x < 28; x++) {
      double black = Math.min(Math.max(50 - x * width, 0), width) / width;
      assertThat((double) small[x]).isCloseTo(black, within(1e-6));
      assertThat(small[27 * 28 + x]).isEqualTo(small[x]);
    }
  }

  @Test
  void whatIsWrongNamesTheFile() throws IOException {
    assertThatThrownBy(() -> ImageFolder.read(folder.resolve("none"), 28))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none: cannot be listed as a folder");
    assertThatThrownBy(() -> ImageFolder.read(folder, 28))
        .hasMessageContaining("holds no folder; expected one a class");
    Files.createDirectories(folder.resolve("a"));
    assertThatThrownBy(() -> ImageFolder.read(folder, 28))
        .hasMessageContaining("holds no PNG file");
    Files.writeString(folder.resolve("a/1.png"), "no image");
    assertThatThrownBy(() -> ImageFolder.read(folder, 28))
        .hasMessageContaining("1.png: is not an image that Java can read");
  }
}
