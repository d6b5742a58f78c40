package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.models.data.DataSplits;

/** Columns that nothing can be trained on are named before training. */
final class InputScalesTest {

  @TempDir private Path folder = Path.of("");

  private DataSplits data(String header, double first, double second) throws IOException {
    StringBuilder rows = new StringBuilder(header);
    for (int i = 0; i < 30; i++) {
      rows.append("%s,%s,%d%n".formatted(first * (i % 7), second * (i % 5), i % 2));
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Path config = folder.resolve("mine.yaml");
    Files.writeString(
        config,
        """
        name: mine
        data: {source: csv, file: rows.csv, train: 20, validation: 5, test: 5, standardize: false}
        model: {width: 2, depth: 1, base-width: 2}
        training: {steps: 2, batch: 1, learning-rate: 0.1}
        reversal: {steps: 2}
        """);
    return DataLoader.load(ConfigReader.read(config, List.of()));
  }

  @Test
  void aColumnFarLargerThanOneIsNamedWithItsRangeInTheFile() throws IOException {
    assertThat(InputScales.warning(data("income,age,label\n", 1e5, 1)))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .contains("1 of 2 columns", "'income' from 0.000 to 6.000e+05", "mean 0")
                    .doesNotContain("age"));
    assertThat(InputScales.warning(data("", 1, 1e5)))
        .hasValueSatisfying(warning -> assertThat(warning).contains("feature 2 from"));
  }

  /** The mean of the training rows is not a float, and 0 minus it plus it is then not 0. */
  @Test
  void theLeastOfAColumnIsThatOfTheFile() throws IOException {
    assertThat(InputScales.warning(data("income,age,label\n", 123.4567, 1)))
        .hasValueSatisfying(
            warning -> assertThat(warning).contains("'income' from 0.000 to 740.7"));
  }

  @Test
  void inputsOfNothingAreNamedAndOrdinaryOnesAreNot() throws IOException {
    assertThat(InputScales.warning(data("", 1e-11, 1e-7)))
        .hasValueSatisfying(warning -> assertThat(warning).contains("no larger than"));
    assertThat(InputScales.warning(data("", 1, 1e-9))).isEmpty();
    assertThat(InputScales.warning(data("", 10, 0.1))).isEmpty();
  }
}
