package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Origin;

/** Weights of classes, which follow from the rows or are given for every class. */
final class ClassWeightsTest {

  private static final String CONFIG =
      """
      name: a
      data: {source: %s, %s: %s, train: 30, validation: 10, test: 10}
      model: {width: 4, base-width: 4}
      training: {steps: 2, batch: 1, learning-rate: 0.1}
      judge: {seeds: 1}
      """;

  private static final Origin NOWHERE = new Origin(Map.of(), List.of(), List.of());

  private static ExperimentConfig config(String source, String weights) {
    return ConfigReader.readText(
        "a.yaml", CONFIG.formatted(source, "class-weights", weights), List.of());
  }

  private static ClassWeights weights(String written) {
    return Objects.requireNonNull(config("mnist", written).data().classWeights());
  }

  /** Rows of classes in turn, as many as given. */
  private static int[] labels(int... rows) {
    return IntStream.range(0, rows.length)
        .flatMap(label -> IntStream.generate(() -> label).limit(rows[label]))
        .toArray();
  }

  private static LabeledData data(int... rows) {
    int[] labels = labels(rows);
    return LabeledData.of(new float[labels.length], labels, rows.length);
  }

  private static LabeledData named(List<String> names, int... rows) {
    int[] labels = labels(rows);
    return LabeledData.ofNamed(new float[labels.length], labels, names, NOWHERE);
  }

  private static double mean(List<Double> factors, LabeledData data) {
    return Arrays.stream(data.labels()).mapToDouble(factors::get).average().orElseThrow();
  }

  /** rows / (classes * rows of the class), of the classes that have rows, as scikit-learn does. */
  @Test
  void balancedWeighsEveryClassAlike() {
    LabeledData rows = data(90, 9, 0, 1);
    List<Double> factors = weights("balanced").factors(rows);
    double[] expected = {100 / 270d, 100 / 27d, 1, 100 / 3d};
    for (int c = 0; c < expected.length; c++) {
      assertThat(factors.get(c)).isCloseTo(expected[c], within(1e-14 * expected[c]));
    }
    assertThat(mean(factors, rows)).isCloseTo(1, within(1e-14));
  }

  @Test
  void classesThatWeighAlikeHaveAFactorOfExactlyOne() {
    assertThat(weights("balanced").factors(data(7, 7, 7))).isEqualTo(Collections.nCopies(3, 1d));
    assertThat(weights("{0: 0.1, 1: 0.1, 2: 0.1}").factors(data(3, 40, 11)))
        .isEqualTo(Collections.nCopies(3, 1d));
    assertThat(weights("balanced").factors(data(7, 7, 8))).doesNotContain(1d);
  }

  @Test
  void numbersAreScaledToAMeanOfOneOverTheRows() {
    LabeledData rows = named(List.of("ham", "spam"), 80, 20);
    List<Double> factors = weights("{spam: 6, ham: 1}").factors(rows);
    assertThat(factors.get(0)).isCloseTo(0.5, within(1e-15));
    assertThat(factors.get(1)).isCloseTo(3, within(1e-14));
    assertThat(mean(factors, rows)).isCloseTo(1, within(1e-14));
    assertThat(weights("{spam: 6e307, ham: 1e307}").factors(rows).get(1))
        .as("of numbers whose sum over the rows is infinite")
        .isCloseTo(3, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ham: 1, spm: 2} | there is no class spm; did you mean 'spam'?",
        "{ham: 1, spam: 2, 0: 3} | there is no class 0; known are ham, spam",
        "{ham: 1} | every class needs a weight, and there is none of spam",
        "{} | every class needs a weight, and there is none of ham, spam"
      })
  void namesMustBeThoseOfAllClasses(String written, String said) {
    LabeledData rows = named(List.of("ham", "spam"), 2, 3);
    assertThatThrownBy(() -> weights(written).factors(rows))
        .isInstanceOf(DataException.class)
        .hasMessage("data.class-weights: " + said);
  }

  @Test
  void numbersToPredictHaveNoClasses() {
    LabeledData rows = LabeledData.ofNumbers(new float[3], new float[] {1, 2, 3}, NOWHERE);
    assertThatThrownBy(() -> weights("balanced").factors(rows))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.class-weights: weights are of classes")
        .hasMessageContaining("data.target: classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mnist | {0: 1, 1: 0} | data.class-weights.1: must be above 0, got 0",
        "mnist | {0: 1, 1: -2} | data.class-weights.1: must be above 0, got -2",
        "mnist | {0: 1e999} | data.class-weights.0: must be a finite number, got 1e999",
        "mnist | {0: much} | data.class-weights.0: must be a number",
        "mnist | balance | must be one of balanced, got \"balance\"",
        "mnist | [1, 2] | data.class-weights: must be",
        "kjv | balanced | belongs to source mnist or fashion-mnist"
      })
  void whatIsNoWeightIsRefusedWithItsPlace(String source, String written, String said) {
    assertThatThrownBy(() -> config(source, written))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"balanced", "{'0': 1, b c: 2.5}"})
  void theyAreWrittenAsTheyWereRead(String written) {
    ExperimentConfig config = config("mnist", written);
    ExperimentConfig again =
        ConfigReader.readText("b.yaml", ConfigWriter.toYaml(config), List.of());
    assertThat(again.data()).isEqualTo(config.data());
  }
}
