package org.retrograde.experiments.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.RateLaw;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;

final class PowerLawRunTest {

  private static final String EXPECTED =
      """
      name: expected
      run: {precision: float64}
      problem: {power-law: {form: expected, modes: 20}}
      training: {steps: 20, learning-rate: 0.02}
      mean-hypergradient: {seeds: 1}
      optimum:
        schedules: {constant: flat, falling: [{name: flat, until: 0.5}, linear]}
        families: {learnt: {shape: {name: wsd, end: 0.01}, numbers: [decay, end]}}
        knots: [4]
      published:
        - {figure: percent-above-optimum-of-knots-4, source: a limit, published: "0.2", least: 0, most: 0.2}
        - {figure: hypergradient-correlation, source: itself, published: "1", least: 0.999999, most: 1.000001}
      """;

  private static final String SAMPLED =
      """
      name: sampled
      run: {precision: float64}
      problem: {power-law: {modes: 20, batch: 1}}
      training: {steps: 20, optimizer: heavy-ball, momentum: 1.0e-5, learning-rate: 0.2}
      tune:
        iterations: 3
        seeds: 2
        check-seeds: 2
        meta-optimizer: {step: 0.1}
        hyperparameters: [{name: learning-rate, per: all, knots: 2}]
      mean-hypergradient: {seeds: 3}
      optimum: {schedules: {wsd: wsd}}
      """;

  @TempDir private Path folder = Path.of("");

  private Invocation run(String text, String out) throws IOException {
    Path file = Files.writeString(folder.resolve("solvable.yaml"), text);
    return Invocation.of("run", file.toString(), "--out=" + folder.resolve(out));
  }

  private RunRecord done(String text) throws IOException {
    Invocation result = run(text, "run");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(folder.resolve("run")).read();
  }

  @Test
  void knotsLearntByHypergradientsReachTheOptimumOfTheRecursion() throws IOException {
    RunRecord record = done(EXPECTED);

    Optimum found = record.results().find(Optimum.class).orElseThrow();
    assertThat(found.schedules())
        .extracting(Optimum.Beside::name)
        .containsExactly("constant", "falling", "learnt", "knots-4");
    assertThat(found.percentAbove(found.schedules().get(0))).isBetween(5.0, 100.0);
    assertThat(found.percentAbove(found.schedules().get(3))).isBetween(0.0, 0.2);
    assertThat(record.results().all(Published.class))
        .allSatisfy(figure -> assertThat(figure.agrees()).as("%s", figure).isTrue());
    assertThat(Files.readString(folder.resolve("run/report.html"))).contains("chart-optimum");
  }

  @Test
  void numbersOfAFamilyAreLearntToTheBestThereIs() throws IOException {
    StringBuilder grid = new StringBuilder();
    for (double decay : List.of(0.2, 0.4, 0.6, 0.8, 1.0)) {
      for (double end : List.of(0.01, 0.05, 0.1, 0.2, 0.4)) {
        grid.append("w%d: {name: wsd, decay: %s, end: %s}, ".formatted(grid.length(), decay, end));
      }
    }
    String text = EXPECTED.replace("constant: flat", grid + "constant: flat");
    List<Optimum.Beside> found = done(text).results().find(Optimum.class).orElseThrow().schedules();

    Optimum.Beside learnt = found.get(27);
    assertThat(learnt.words()).startsWith("wsd, learnt: decay ").contains(", end ");
    assertThat(found.subList(0, 25)).allMatch(other -> other.loss() > learnt.loss());
  }

  @Test
  void aTunedShapeIsShortInTheRecipeAndSaidInWords() throws IOException {
    RunRecord record =
        done(
            EXPECTED
                .replace("learning-rate: 0.02", "learning-rate: 0.3")
                .replace(
                    "mean-hypergradient: {seeds: 1}",
                    """
                    tune:
                      iterations: 150
                      seeds: 1
                      check-seeds: 1
                      meta-optimizer: {step: 0.2, decay: cosine}
                      hyperparameters:
                        - {name: learning-rate, per: all, knots: 1, shape: {name: wsd, end: 0.01},
                           shape-numbers: [decay, end]}\
                    """)
                .replaceAll("(?m)^  - .figure: hypergradient.*$", ""));

    Optimum found = record.results().find(Optimum.class).orElseThrow();
    assertThat(found.schedules().get(4).loss())
        .isBetween(
            found.schedules().get(2).loss() * 0.999999, found.schedules().get(2).loss() * 1.01);
    assertThat(record.results().all(Notes.class))
        .anyMatch(
            note ->
                note.matches(
                    "The shape of the learning rate was tuned: decay 0\\.\\d+, from 0.2000; end"
                        + " .*"));
    assertThat(Files.readString(folder.resolve("run/recipe.json"))).contains("\"wsd\"");
  }

  @Test
  void onePowerOfTheSamplesIsFittedForAllLengthsAndBatches() throws IOException {
    RunRecord record =
        done(
            """
            name: power
            run: {precision: float64}
            problem: {power-law: {form: expected, modes: 50}}
            training: {steps: 10, learning-rate: 0.02}
            rate-law: {batches: [1, 2], samples: [200, 400, 800], fit-batch: 2, fit-samples: 400}
            """);

    RateLaw found = record.results().find(RateLaw.class).orElseThrow();
    assertThat(found.cells()).hasSize(6);
    assertThat(found.byLogSamples()).isBetween(-0.6, -0.4);
    assertThat(found.byLogBatch()).isBetween(0.95, 1.05);
    assertThat(found.determination()).isGreaterThan(0.99);
    assertThat(found.laws())
        .extracting(RateLaw.Law::name)
        .containsExactly("one run, B = 2, n = 400", "all runs");
    assertThat(found.laws()).allMatch(law -> law.worst() <= 1 && law.mean() <= law.worst());
    assertThat(found.laws().get(1).mean()).isLessThanOrEqualTo(found.laws().get(0).mean() + 1e-6);
    assertThat(Files.readString(folder.resolve("run/report.html"))).contains("The best rate of");
  }

  @Test
  void samplesAreHeldAgainstWhatIsExpectedOfThem() throws IOException {
    Optimum found = done(SAMPLED).results().find(Optimum.class).orElseThrow();

    assertThat(found.schedules()).extracting(Optimum.Beside::name).containsExactly("wsd", "tuned");
    Optimum.Agreement agreement = requireNonNull(found.agreement());
    assertThat(agreement.seeds()).isEqualTo(3);
    assertThat(agreement.exact()).hasSize(20);
    assertThat(agreement.correlation()).isBetween(-1.0, 0.999); // the expected form has 1
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.clip=1 | training.clip and training.l2 must be 0",
        "tune={iterations: 1, seeds: 1, check-seeds: 1, meta-optimizer: {step: 1}, hyperparameters:"
            + " [{name: momentum, per: all}]} | has no hyperparameter but learning-rate",
        "optimum.families.learnt.numbers=[rise] | wsd has no number 'rise'; it has: decay, end",
        "optimum.families.learnt.shape=linear | linear has no numbers to tune",
        "optimum.families.learnt.shape=wsd | end of a schedule cannot be tuned from 0.0",
        "optimum.families.learnt={shape: {name: one-cycle, low-momentum: 0.8}, numbers:"
            + " [low-momentum]} | a family moves the learning rate alone; remove low-momentum",
        "optimum.families.learnt={shape: {name: power-scheduler, crossing: 2000}, numbers:"
            + " [exponent]} | exponent moves no learning rate of 20 steps",
        "optimum.families={constant: {shape: flat}} | is the name of a schedule too",
        "optimum.knots=[21] | optimum.knots must be at most training.steps (20), got 21",
        "rate-law={batches: [1, 3]} | rate-law.samples: must be multiples of every batch, got",
        "problem.power-law.form=sampled | optimum knows what to expect of SGD without momentum",
        "problem=tasks | problem tasks does not read it"
      })
  void whatHasNoExactExpectationIsRefused(String change, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("solvable.yaml"), EXPECTED);
    Invocation result =
        Invocation.of("run", file.toString(), "--out=" + folder.resolve("no"), "--set=" + change);

    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimum", "rate-law"})
  void aNetworkHasNoKnownOptimum(String section) {
    Invocation result =
        Invocation.of("run", "smoke", "--out=" + folder.resolve("no"), "--set=" + section + "={}");

    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(section + ": problem network does not read it");
  }
}
