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
  void aHeaderOfNumbersThatWasReadAsDataIsNamedBesideTheLabelsThatItSpoils() throws IOException {
    ExperimentConfig config = config("2001,2002,2003,2004\n");
    assertThatThrownBy(() -> DataLoader.load(config))
        .hasMessageContaining("years.csv: labels go up to 2004, but only")
        .hasMessageContaining("years.csv: its first row is read as data, but looks like a header")
        .hasMessageContaining("data.header: first-row");
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
