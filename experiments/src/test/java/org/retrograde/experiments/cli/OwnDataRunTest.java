package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of somebody's own, of formats that other programs write, from a config to a report. */
final class OwnDataRunTest {

  @TempDir private Path folder = Path.of("");

  private Invocation run(String data) throws IOException {
    return run(data, "");
  }

  private Invocation run(String data, String model) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: own
            data: {%s}
            model: {width: 4, base-width: 4%s}
            training: {steps: 6, batch: 10, learning-rate: 0.1}
            tune:
              iterations: 1
              seeds: 1
              check-seeds: 1
              meta-optimizer: {step: 0.05}
              hyperparameters: [{name: learning-rate, per: all}]
            judge: {seeds: 1}
            """
                .formatted(data, model));
    return Invocation.of("run", config.toString(), "--out=" + folder.resolve("out"));
  }

  private void assertReport(Invocation result, String... said) throws IOException {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err()).contains(said);
    assertThat(Files.readString(folder.resolve("out/report.html"))).contains("</html>");
  }

  private void copy(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OwnDataRunTest.class.getResourceAsStream(resource))) {
      Files.write(folder.resolve(resource), in.readAllBytes());
    }
  }

  @Test
  void aTableOfParquetBecomesAReport() throws IOException {
    copy("flowers.parquet");
    assertReport(
        run("source: table, file: flowers.parquet, train: 40, validation: 10, test: 10"),
        "flowers.parquet: column 'colour' has 2 categories: blue, white",
        "flowers.parquet: labels (column 'kind') are 3 classes: setosa, versicolor, virginica",
        "rows of 4 features");
  }

  @Test
  void arraysOfNumpyBecomeAReport() throws IOException {
    copy("bars.npz");
    assertReport(
        run("source: npz, file: bars.npz, train: 40, validation: 20, test: 20"),
        "bars.npz: inputs and labels are its arrays x_train, y_train, x_test, y_test",
        "rows of 16 features");
    assertThat(
            run("source: npz, file: bars.npz, inputs: x_test, labels: z, train: 10,"
                    + " validation: 5, test: 5")
                .err())
        .contains(
            "bars.npz: there is no array 'z' (data.labels); it has x_train, y_train, x_test,"
                + " y_test");
    assertThat(
            run("source: npz, file: bars.npz, test-inputs: x_test, train: 10, validation: 5,"
                    + " test: 5")
                .err())
        .contains("test rows are two arrays: data.test-inputs and data.test-labels; name both");
  }

  @Test
  void foldersOfImagesBecomeAReport() throws IOException {
    for (int i = 0; i < 30; i++) {
      image("photos/train/red/%02d.jpg".formatted(i), 0xff0000 + i);
      image("photos/train/blue/%02d.png".formatted(i), 0x0000ff + (i << 8));
    }
    for (int i = 0; i < 10; i++) {
      image("photos/test/red/%02d.jpg".formatted(i), 0xee0000);
      image("photos/test/blue/%02d.png".formatted(i), 0x0000ee);
    }
    assertReport(
        run(
            "source: images, folder: photos/train, test-folder: photos/test, side: 4, channels: 3,"
                + " shuffle-seed: 1, train: 40, validation: 20, test: 20",
            ", architecture: convnet"),
        "train/: 60 images of 2 classes: blue 30, red 30",
        "rows of 48 features");
    assertThat(Files.readString(folder.resolve("out/config.yaml"))).contains("channels: 3");
  }

  private void image(String path, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 48; i++) {
      image.setRGB(i % 8, i / 8, rgb);
    }
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    String format = path.endsWith("png") ? "png" : "jpg";
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }
}
