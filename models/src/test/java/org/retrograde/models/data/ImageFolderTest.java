package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
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
        .hasMessageContaining("holds no PNG or JPEG file");
    Files.writeString(folder.resolve("a/1.png"), "no image");
    assertThatThrownBy(() -> ImageFolder.read(folder, 28))
        .hasMessageContaining("1.png: is not an image that Java can read");
  }

  private void write(BufferedImage image, String format, String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }

  private static BufferedImage pixel(int type, int argb) {
    BufferedImage image = new BufferedImage(1, 1, type);
    image.setRGB(0, 0, argb);
    return image;
  }

  private static BufferedImage level(int type, int level) {
    BufferedImage image = new BufferedImage(1, 1, type);
    image.getRaster().setSample(0, 0, 0, level);
    return image;
  }

  @Test
  void greyLevelsAreTakenAsTheyAreStored() throws IOException {
    write(level(BufferedImage.TYPE_BYTE_GRAY, 128), "png", "a/8.png");
    write(level(BufferedImage.TYPE_USHORT_GRAY, 32_768), "png", "a/16.png");
    assertThat(ImageFolder.read(folder, 1).inputs())
        .containsExactly((float) (1 - 32_768 / 65_535.0), (float) (1 - 128 / 255.0));
    // Java's own conversion makes them brighter.
    assertThat(level(BufferedImage.TYPE_BYTE_GRAY, 128).getRGB(0, 0) & 0xff).isEqualTo(188);
  }

  @Test
  void coloursAreRedGreenAndBlue() throws IOException {
    write(pixel(BufferedImage.TYPE_INT_RGB, 0xff336699), "png", "a/1.png");
    LabeledData data = ImageFolder.read(folder, null, new ImageForm(1, 3)).rows();
    assertThat(data.inputs()).containsExactly(0.2f, 0.4f, 0.6f);
    assertThat(data.shape()).isEqualTo(new InputShape.Image(1, 1, 3));
  }

  @Test
  void whatIsTransparentShowsWhite() throws IOException {
    write(pixel(BufferedImage.TYPE_INT_ARGB, 0x00000000), "png", "a/0.png");
    write(pixel(BufferedImage.TYPE_INT_ARGB, 0x33ff0000), "png", "a/1.png");
    assertThat(ImageFolder.read(folder, null, new ImageForm(1, 3)).rows().inputs())
        .containsExactly(1, 1, 1, 1, 0.8f, 0.8f);
  }

  @Test
  void jpegFilesOfEveryEndingAreRead() throws IOException {
    BufferedImage white = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    white.createGraphics().fillRect(0, 0, 16, 16);
    write(white, "jpg", "a/1.jpg");
    write(white, "jpg", "a/2.JPEG");
    write(white, "png", "a/3.PNG");
    write(white, "jpg", "a/4.png");
    LabeledData data = ImageFolder.read(folder, 2);
    assertThat(data.rows()).isEqualTo(4);
    assertThat(data.inputs()).containsOnly(0);
  }

  @Test
  void classesHaveNamesCountsAndOtherFilesArePassedOver() throws IOException {
    image("cat/1.png", 1, 0);
    image("cat/2.png", 1, 0);
    image("dog/1.png", 1, 1);
    image(".hidden/1.png", 1, 1);
    image("__MACOSX/1.png", 1, 1);
    Files.writeString(folder.resolve("dog/Thumbs.db"), "");
    Files.writeString(folder.resolve("dog/.DS_Store"), "");
    Files.writeString(folder.resolve("labels.txt"), "");
    LabeledData data = ImageFolder.read(folder, 1);
    String name = folder.getFileName() + "/";
    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(ImageSurvey.of(folder)).isEqualTo(new ImageSurvey(3, 2, 1, false));
    assertThat(data.remarks())
        .containsExactly(
            name + ": 3 images of 2 classes: cat 2, dog 1",
            name + ": 2 files that are no PNG or JPEG are passed over");
  }

  /** A JPEG of a grey image is as good as grey, and one pixel in colour makes a picture. */
  @Test
  void aPixelThatIsNotGreyIsColour() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1200; i++) {
      image.setRGB(i % 40, i / 40, 0x010101 * (i * 31 % 256));
    }
    write(image, "jpg", "a/1.jpg");
    assertThat(ImageSurvey.of(folder)).isEqualTo(new ImageSurvey(1, 1, 30, false));
    image.setRGB(39, 29, 0x80ff80);
    write(image, "png", "b/1.png");
    assertThat(ImageSurvey.of(folder)).isEqualTo(new ImageSurvey(2, 2, 30, true));
    String grey = folder.getFileName() + "/: colours become grey; data.channels: 3 keeps them";
    assertThat(ImageFolder.read(folder, 2).remarks()).contains(grey);
    assertThat(ImageFolder.read(folder, null, new ImageForm(2, 3)).rows().remarks())
        .doesNotContain(grey);
  }

  @Test
  void testRowsHaveAFolderOfTheirOwnAndTheSameClasses() throws IOException {
    image("train/cat/1.png", 1, 0);
    image("train/dog/1.png", 1, 1);
    image("test/dog/1.png", 1, 1);
    Path train = folder.resolve("train");
    Path test = folder.resolve("test");
    TrainAndTest both = ImageFolder.read(train, test, new ImageForm(1, 1));
    LabeledData held = Objects.requireNonNull(both.test());
    assertThat(held.labels()).containsExactly(1);
    assertThat(held.classNames()).isEqualTo(both.rows().classNames());
    assertThat(held.sources()).containsOnlyKeys("test/");

    image("test/cow/1.png", 1, 1);
    assertThatThrownBy(() -> ImageFolder.read(train, test, new ImageForm(1, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s: there is no class of that name in %s".formatted(test.resolve("cow"), train));
    assertThatThrownBy(() -> ImageFolder.read(folder, 1))
        .hasMessageContaining("and is not looked for in folders within");
  }

  @Test
  void anImageThatEndsEarlyOrIsDamagedIsNamed() throws IOException {
    BufferedImage noise = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1024; i++) {
      noise.setRGB(i % 32, i / 32, i * 7919);
    }
    for (String format : List.of("png", "jpg")) {
      write(noise, format, "a/1." + format);
      Path file = folder.resolve("a/1." + format);
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length - 30; length += 97) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> ImageFolder.read(folder, 1))
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("1." + format)
            .hasMessageNotContaining("\n");
      }
      Files.delete(file);
    }
  }

  @Test
  void anImageOfFourInksIsToBeSavedInColours() throws IOException {
    WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    Path file = folder.resolve("a/1.jpg");
    Files.createDirectories(file.getParent());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(inks, null, null), null);
    } finally {
      writer.dispose();
    }
    byte[] plain = Files.readAllBytes(file);
    byte[] mark = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    ByteBuffer marked = ByteBuffer.allocate(plain.length + mark.length);
    marked.put(plain, 0, 2).put(mark).put(plain, 2, plain.length - 2);
    Files.write(file, marked.array());
    assertThatThrownBy(() -> ImageFolder.read(folder, 1))
        .hasMessage(file + ": its colours are neither red, green and blue nor grey; save it so");
  }
}
