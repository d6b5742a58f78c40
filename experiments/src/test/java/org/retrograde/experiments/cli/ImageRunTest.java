package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.models.data.FashionMnist;

/** Convolutional networks on images, from a config to their outcome. */
final class ImageRunTest {

  @TempDir private Path folder = Path.of("");

  private Path config = Path.of("");
  private int runs;

  @BeforeEach
  void write() throws IOException {
    config =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            data:
              {source: synthetic, features: 64, classes: 3, shape: [8, 8], train: 60, validation: 20, test: 20}
            model: {architecture: convnet, width: 2, base-width: 2}
            training: {steps: 10, batch: 10, learning-rate: 0.3}
            reversal: {steps: 10}
            judge: {seeds: 1}
            """);
  }

  private Invocation run(String... changes) {
    String[] words = new String[3 + 2 * changes.length];
    words[0] = "run";
    words[1] = config.toString();
    words[2] = "--out=" + folder.resolve("out" + ++runs);
    for (int i = 0; i < changes.length; i++) {
      words[3 + 2 * i] = "--set";
      words[4 + 2 * i] = changes[i];
    }
    return Invocation.of(words);
  }

  private static void assertRuns(Invocation result, String... said) {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("reversal over 10 steps: exact");
    for (String words : said) {
      assertThat(result.err()).contains(words);
    }
  }

  @Test
  void aConvnetTrainsAndGoesBackToItsFirstBit() throws IOException {
    assertRuns(run(), "rows of 64 features", "111 parameters");
    assertThat(Files.readString(folder.resolve("out1/config.yaml")))
        .contains("architecture: convnet\n  width: 2\n  depth: 2\n");
  }

  @Test
  void itsStagesAreAListOfTheConfig() throws IOException {
    assertRuns(
        run(
            "model.architecture={name: convnet, global-pooling: none, stages: [{kernel: 5},"
                + " {multiple: 3, kernel: 1}, {kernel: 2, stride: 2, pooling: mean}]}"),
        // 25 * 2 + 2, 2 * 6 + 6, 24 * 2 + 2, and one pixel is left: 2 * 3 + 3
        "129 parameters in 8 groups");
    assertThat(Files.readString(folder.resolve("out1/config.yaml")))
        .contains("depth: 3")
        .contains("kernel: 2\n      stride: 2\n      padding: 0\n      pooling: mean");
  }

  @Test
  void rowsOfATableAreImagesWhereTheConfigSaysSo() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      rows.append("%d,%d,%d,%d,%d%n".formatted(i % 7, i % 3, i % 5, i % 2, i % 2));
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    String data =
        "source: csv, file: %s, train: 40, validation: 10, test: 10"
            .formatted(folder.resolve("rows.csv"));
    assertRuns(
        run(
            "data={%s, shape: [2, 2]}".formatted(data),
            "model.architecture={name: convnet, stages: [{kernel: 2}]}"));
    Invocation refused = run("data={%s, shape: [2, 3]}".formatted(data));
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(refused.err())
        .contains("data.shape [2, 3] is of 6 numbers, but rows have 4 features");
  }

  @Test
  void imagesOfFoldersAreOfTheClassesOfTheirFolders() throws IOException {
    for (int i = 0; i < 20; i++) {
      BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
      image.setRGB(i % 9, i / 9, -1);
      Path of = Files.createDirectories(folder.resolve("pictures/" + (i % 2 == 0 ? "a" : "b")));
      ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
    }
    String data =
        "source: images, side: 8, train: 12, validation: 4, test: 4, folder: "
            + folder.resolve("pictures");
    assertRuns(run("data={%s, shuffle-seed: 1}".formatted(data)), "2 classes");
    assertThat(run("data={%s1}".formatted(data)).err()).contains("data.folder: no folder: ");
  }

  @Test
  void fashionMnistComesFromItsFolder() {
    String data = "source: fashion-mnist, train: 60, validation: 20, test: 20";
    Invocation missing = run("data={%s, folder: %s}".formatted(data, folder));
    assertThat(missing.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(missing.err())
        .contains("train-images-idx3-ubyte.gz: file not found; Debian's package")
        .contains("dataset-fashion-mnist");
    assumeThat(FashionMnist.FOLDER).isDirectory();
    assertRuns(run("data={%s}".formatted(data)), "rows of 784 features; 10 classes");
    assertRuns(run("data={%s, folder: %s}".formatted(data, FashionMnist.FOLDER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.architecture={name: convnet, stages: [{kernel: 9}]} | model.architecture: stage 1 has a kernel of 9 x 9, larger than the images, which have 8 x 8 pixels
          model.architecture={name: convnet, stages: [{kernel: 8}, {kernel: 2}]} | stage 2 leaves no pixel: its kernel of 2 x 2 with a padding of 0 is larger than the 1 x 1 pixels
          model.architecture={name: convnet, stages: [{pooling: max, pool-size: 7}]} | stage 1 leaves no pixel: its pooling of 7 x 7
          data.shape=null | model.architecture: architecture convnet reads images, and these examples have no height and width: take data.source mnist
          data.shape=[4, 16] | a global pooling is over a square
          model.architecture={name: convnet, stages: []} | a convnet needs stages, at least one
          model.architecture={name: convnet, stages: [{kernel: 3}, {kernel: 0}]} | stages, entry 2: kernel must be at least 1
          model.architecture={name: convnet, stages: [{kernal: 3}]} | stages.0.kernal: unknown key 'kernal'; did you mean 'kernel'?
          model.architecture={name: convnet, stages: [{pooling: most}]} | stages.0.pooling: must be one of none, max, mean
          model.architecture={name: convnet, stages: 3} | model.architecture.stages: must be a list
          model.architecture={name: convnet, head-size: 3} | head-size
          model.depth=3 | model.depth: model.architecture has 2 hidden layers, got 3; remove it
          model={architecture: convnet, hidden: [2, 2, 2]} | 3 hidden layers are not the 2 stages of a convnet
          data={source: kjv, train: 600, validation: 200, test: 200} | architecture convnet reads images
          data.folder=. | data.folder: belongs to source fashion-mnist or images, but data.source is synthetic; remove it
          """)
  void whatDoesNotFitIsOneClearMessage(String change, String message) {
    Invocation result = run(change);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
    assertThat(result.err().lines().filter(line -> line.startsWith("retrograde: ")))
        .as(result.err())
        .hasSize(1);
  }
}
