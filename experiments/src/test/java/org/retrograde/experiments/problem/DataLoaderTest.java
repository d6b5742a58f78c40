package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;

/** What is wrong with labels names the file that they are of. */
final class DataLoaderTest {

  @TempDir private Path folder = Path.of("");

  private ExperimentConfig config(String first) throws IOException {
    String rows = "0.6,0.1,0.7,0\n0.5,0.5,0.6,1\n0.4,0.2,0.9,1\n".repeat(3);
    Path file = Files.writeString(folder.resolve("years.csv"), first + rows);
    return ConfigReader.readText(
        "a.yaml",
        """
        name: a
        data: {source: csv, file: '%s', train: 3, validation: 3, test: 3}
        model: {width: 4, base-width: 4}
        training: {steps: 2, batch: 1, learning-rate: 0.1}
        judge: {seeds: 1}
        """
            .formatted(file),
        List.of());
  }

  @Test
  void aHeaderOfNumbersThatWasReadAsDataIsSaid() throws IOException {
    assertThat(DataLoader.load(config("2001,2002,2003,2004\n")).train().remarks())
        .anyMatch(remark -> remark.contains("looks like a header"))
        .contains("years.csv: labels (column 4) are 3 classes: 0, 1, 2004");
  }

  @Test
  void numbersToPredictNeedTheirLoss() throws IOException {
    Path file = Files.writeString(folder.resolve("prices.csv"), "1,2.5\n2,3\n3,4.5\n".repeat(3));
    String text =
        """
        name: a
        data: {source: table, file: '%s', train: 3, validation: 3, test: 3}
        model: {width: 4, base-width: 4%s}
        training: {steps: 2, batch: 1, learning-rate: 0.1}
        judge: {seeds: 1}
        """;
    ExperimentConfig classes = ConfigReader.readText("a.yaml", text.formatted(file, ""), List.of());
    assertThatThrownBy(() -> DataLoader.load(classes))
        .hasMessageContaining("the labels are numbers to predict")
        .hasMessageContaining("model.loss is squared-error, got cross-entropy");
    ExperimentConfig numbers =
        ConfigReader.readText("a.yaml", text.formatted(file, ", loss: squared-error"), List.of());
    assertThat(DataLoader.load(numbers).targetMap().mean()).hasSize(1);
  }

  /** Rows of a table are; images, and rows that are left where they are, are not. */
  @Test
  void tablesAreStandardizedUnlessTheyAreImagesOrNotCentred() throws IOException {
    config("");
    assertThat(scales("")).isEqualTo(3);
    assertThat(scales(", standardize: false")).isZero();
    assertThat(scales(", shape: [1, 3]")).isZero();
    assertThat(scales(", shape: [1, 3], standardize: true")).isEqualTo(3);
    assertThat(scales(", centre: false")).isZero();
    assertThat(scales(", train-noise: 0.1")).isEqualTo(3);
  }

  private int scales(String setting) {
    ExperimentConfig config =
        ConfigReader.readText(
            "a.yaml",
            """
            name: a
            data: {source: csv, file: '%s', train: 3, validation: 3, test: 3%s}
            model: {width: 4, base-width: 4}
            training: {steps: 2, batch: 1, learning-rate: 0.1}
            judge: {seeds: 1}
            """
                .formatted(folder.resolve("years.csv"), setting),
            List.of());
    return DataLoader.load(config).map().scale().size();
  }

  @Test
  void soundLabelsAreLoaded() throws IOException {
    assertThat(DataLoader.load(config("")).train().rows()).isEqualTo(3);
  }
}
