package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.record.Influence;
import org.retrograde.reports.record.Influences;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** What single training rows are worth: reduced forms of label-noise and attribution. */
final class InfluenceRunTest {

  private static final String SMALL =
      """
      name: rows
      seed: 1
      run: {precision: float64}
      data: {source: synthetic, features: 6, classes: 3, train: 100, validation: 300, test: 300}
      model: {hidden: [8], activation: tanh, parametrization: standard}
      training: {steps: 40, batch: 20, optimizer: momentum, momentum: 0.9, learning-rate: 0.5}
      """;

  @TempDir private Path folder = Path.of("");

  private Invocation run(String base, String... changes) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.yaml"), base);
    String[] all = new String[changes.length + 3];
    all[0] = "run";
    all[1] = file.toString();
    all[2] = "--out=" + folder.resolve("run");
    for (int i = 0; i < changes.length; i++) {
      all[i + 3] = "--set=" + changes[i];
    }
    return Invocation.of(all);
  }

  private Results results(Invocation result) throws IOException {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(folder.resolve("run")).read().results();
  }

  private String report() throws IOException {
    return Files.readString(folder.resolve("run/report.html"));
  }

  @Test
  void wrongLabelsAreFoundByDerivativesAndTrainingIsBetterWithoutThem() throws IOException {
    Results results = results(run(SMALL + "label-noise: {part: 0.2, seeds: 2}\n"));
    Study study = results.all(Studies.class).get(0);
    Map<String, Double> figures = study.figures();

    assertThat(study.name()).isEqualTo("label-noise");
    assertThat(figures.get("auc")).isBetween(0.85, 1.0);
    assertThat(figures.get("auc-after-steps")).isBetween(0.85, 1.0);
    assertThat(figures.get("found")).isBetween(0.6, 1.0);
    assertThat(figures.get("test-error-without-found")).isLessThan(figures.get("test-error-noisy"));
    assertThat(study.table().rows()).hasSize(6);
    Influence influence = results.all(Influences.class).get(0);
    assertThat(influence.harmful())
        .hasSize(16)
        .isSortedAccordingTo((a, b) -> Double.compare(b.derivative(), a.derivative()))
        .allSatisfy(row -> assertThat(row.values()).hasSize(6));
    assertThat(influence.harmful().subList(0, 5))
        .allSatisfy(row -> assertThat(row.label()).containsPattern("^[0-2] \\(was [0-2]\\)$"));
    assertThat(influence.helpful().subList(0, 5))
        .allSatisfy(row -> assertThat(row.derivative()).isNegative())
        .allSatisfy(row -> assertThat(row.label()).doesNotContain("was"));
    assertThat(report()).contains("The most harmful training rows", "feature 6");
  }

  @Test
  void derivativesPredictWhatTrainingWithoutRowsChanges() throws IOException {
    Results results =
        results(run(SMALL + "attribution: {subsets: 12, parts: [0.5, 0.05], targets: 3}\n"));
    Map<String, Double> figures = results.all(Studies.class).get(0).figures();

    assertThat(figures.get("score-of-rows-without-5")).isGreaterThan(0.95);
    assertThat(figures.get("score-of-rows-without-50")).isGreaterThan(0.7);
    assertThat(figures.get("score-at-mean-of-rows-without-50")).isGreaterThan(0.9);
    assertThat(results.all(Influences.class)).hasSize(1);
  }

  /**
   * Row i, from 1, has i / 8 in its first column, unless the cell is missing, and i in the second.
   */
  @Test
  void rowsAreThoseOfTheFileWhateverTheirOrderAndScale() throws IOException {
    StringBuilder rows = new StringBuilder("part,number,label\n");
    for (int i = 1; i <= 60; i++) {
      rows.append(i % 5 == 0 ? "" : Double.toString(i / 8.0)).append(',').append(i).append(',');
      rows.append(i % 3 == 0 ? "low" : "high").append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Results results =
        results(
            run(
                """
                name: rows
                data: {source: table, file: rows.csv, missing: impute, shuffle-seed: 1, train: 40,
                  validation: 10, test: 10}
                model: {hidden: [8]}
                training: {steps: 20, batch: 20, learning-rate: 0.1, momentum: 0.9}
                tune: {iterations: 1, seeds: 1, check-seeds: 1, meta-optimizer: {step: 0.1},
                  hyperparameters: [{name: example-weights, per: example}]}
                judge: {seeds: 0}
                """));
    Influence influence = results.all(Influences.class).get(0);
    assertThat(influence.helpful())
        .isNotEmpty()
        .allSatisfy(
            row -> {
              double part = row.id() % 5 == 0 ? Double.NaN : row.id() / 8.0;
              assertThat(row.values()).isEqualTo(List.of(part, (double) row.id()));
              assertThat(row.label()).isEqualTo(row.id() % 3 == 0 ? "low" : "high");
            });
    assertThat(influence.helpful()).as("the control").anyMatch(row -> row.id() % 5 == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example", "class"})
  void weightsThatAreTunedAreOfRowsOrOfClasses(String per) throws IOException {
    String tune =
        "tune: {iterations: 3, seeds: 1, check-seeds: 1, meta-optimizer: {name: adam, step: 0.1},"
            + " hyperparameters: [{name: example-weights, per: %s}]}\n";
    Results results = results(run(SMALL + tune.formatted(per)));

    Influence influence = results.all(Influences.class).get(0);
    assertThat(influence.helpful()).isNotEmpty();
    assertThat(influence.harmful()).isNotEmpty();
    List<String> notes = results.all(Notes.class);
    assertThat(notes).anyMatch(note -> note.contains("training example or class"));
    assertThat(report()).contains("The most helpful training rows");
  }

  @Test
  void rowsOfImagesAreShownAsPictures() throws IOException {
    run(SMALL + "attribution: {subsets: 3, parts: [0.1], targets: 0}\n", "data.shape=[2, 3]");
    assertThat(report()).contains("data:image/png;base64,", "Under each, its label");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attribution: {parts: [0.1, 0.1]} | attribution.parts: must differ",
        "attribution: {targets: 301} | attribution.targets must be at most the 300 validation rows",
        "attribution: {parts: [0.001]} | attribution.parts: 0.001 of 100 training rows leaves out",
        "label-noise: {part: 0.7} | label-noise.part",
      })
  void aMistakeIsSaidWhereItIs(String section, String message) throws IOException {
    Invocation result = run(SMALL + section + "\n");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: {source: kjv, train: 1000, validation: 300, test: 300} | tune |"
            + " example-weights are of labelled rows, and data.source kjv has windows",
        "problem: {logistic: {rows: 50, features: 3, signal: 4}} | tune |"
            + " example-weights are of the training rows of a network",
        "problem: {logistic: {rows: 50, features: 3, signal: 4}} | label-noise |"
            + " label-noise: needs a network"
      })
  void whatHasNoLabelledRowsIsRefused(String data, String section, String message)
      throws IOException {
    String tune =
        "tune: {iterations: 1, seeds: 1, check-seeds: 1, meta-optimizer: {step: 0.1},"
            + " hyperparameters: [{name: example-weights, per: example}]}\n";
    String model = data.startsWith("data") ? "model: {hidden: [8]}\n" : "";
    Invocation result =
        run(
            "name: none\ntraining: {steps: 10, batch: 8, learning-rate: 1}\n%s\n%s%s"
                .formatted(data, model, section.equals("tune") ? tune : section + ": {}\n"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
