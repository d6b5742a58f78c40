package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** Rules that choose rates, in experiments: reduced forms of those of {@code schedules/}. */
final class RulesRunTest {

  private static final String RULES =
      """
      name: rules
      run: {precision: float64}
      problem: {teacher: {rows: 64, inputs: 8, hidden: 8, teacher-hidden: 4}}
      training: {steps: 30, batch: 64, optimizer: heavy-ball, momentum: 1.0e-5, learning-rate: 0.05}
      rules:
        multiples: [1, 4]
        rules: {usual: usual, sign: delta-bar-delta, armijo: {name: armijo, epoch: 1}, vsgd: vsgd}
      published:
        - {figure: measured-of-agreement-of-sign, source: itself, published: "1", least: 0.9, most: 1}
      """;

  private static final String ORACLE =
      """
      name: oracle
      run: {precision: float64}
      problem: {noisy-quadratic: {runs: 400, start: 10}}
      training: {steps: 300, optimizer: heavy-ball, momentum: 1.0e-5, learning-rate: 0.002}
      oracle:
        rules:
          known: {name: vsgd, curvature: 1}
          measured: vsgd
          slow: usual
      """;

  private static final String CRITICAL_BATCH =
      """
      name: critical-batch
      run: {precision: float64}
      problem: {teacher: {rows: 128, inputs: 8, hidden: 16, teacher-hidden: 8}}
      training: {steps: 256, batch: 1, optimizer: heavy-ball, momentum: 1.0e-5, learning-rate: 0.5}
      critical-batch: {batches: [4, 16, 128], seeds: 2, target: 0.3, thresholds: [0.3]}
      """;

  private static final String SAI =
      """
      name: sai
      run: {precision: float64}
      data: {source: synthetic, features: 16, classes: 3, train: 200, validation: 100, test: 10}
      model: {hidden: [64], activation: tanh, parametrization: standard}
      training: {steps: 10, batch: 50, momentum: 0.9, learning-rate: 0.1}
      tune:
        iterations: 2
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.2}
        hyperparameters: [{name: learning-rate, per: group, knots: 1}]
      sai: {seeds: 2}
      published:
        - {figure: measured-of-off-root-of-size, source: a limit, published: "3 %", least: 0, most: 0.03}
      """;

  @TempDir private Path folder = Path.of("");

  private Invocation run(String text, String... changes) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), text);
    String[] all = new String[changes.length + 3];
    all[0] = "run";
    all[1] = file.toString();
    all[2] = "--out=" + folder.resolve("run");
    for (int i = 0; i < changes.length; i++) {
      all[i + 3] = "--set=" + changes[i];
    }
    return Invocation.of(all);
  }

  private RunRecord done(String text, String... changes) throws IOException {
    Invocation result = run(text, changes);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(folder.resolve("run")).read();
  }

  @Test
  void everyMoveIsHeldAgainstTheExactDerivativeOfItsOwnRun() throws IOException {
    RunRecord record = done(RULES);
    Study study = record.results().all(Studies.class).get(0);

    assertThat(study.table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("no rule", "usual", "sign", "armijo", "vsgd");
    // Full batch and short steps: each gradient agrees with the last, and longer steps would do.
    assertThat(study.figures().get("agreement-of-sign")).isEqualTo(1);
    assertThat(study.figures().get("too-long-of-usual")).isZero();
    assertThat(study.figures().get("agreement-of-usual")).isNaN();
    assertThat(study.figures().get("loss-of-armijo"))
        .isLessThan(study.figures().get("loss-of-usual"));
    assertThat(study.charts().get(0).lines()).hasSize(4);
    assertThat(study.charts().get(0).lines().get(1).signs()).hasSize(30).allMatch(g -> g < 0);
    assertThat(record.results().all(Published.class))
        .allSatisfy(figure -> assertThat(figure.agrees()).as("%s", figure).isTrue());
    assertThat(Files.readString(folder.resolve("run/report.html"))).contains("chart-study-rules-0");
  }

  /** The class is on the class path of the tests alone. */
  @Test
  void aRuleOfOnesOwnIsNamedAndHasItsNumbers() throws IOException {
    RunRecord record =
        done(RULES, "rules.rules={halving: {name: halving, least: 0.5}}", "published=[]");
    Study study = record.results().all(Studies.class).get(0);
    assertThat(study.table().rows().get(1)).contains("halving", "{name: halving, least: 0.5}");
    assertThat(Files.readString(folder.resolve("run/config.yaml"))).contains("least: 0.5");
  }

  @Test
  void stepsThatCannotBeUndoneAreDifferentiatedFromCheckpoints() throws IOException {
    RunRecord record = done(RULES, "training.optimizer=nesterov", "training.momentum=0.5");
    assertThat(record.results().all(Studies.class).get(0).figures().get("agreement-of-sign"))
        .isEqualTo(1);
  }

  @Test
  void vsgdIsNearTheBestRatesOfANoisyQuadraticAndAConstantIsNot() throws IOException {
    Study study = done(ORACLE).results().all(Studies.class).get(0);

    assertThat(study.figures().get("ratio-of-known")).isBetween(1.8, 2.7);
    assertThat(study.figures().get("slope-of-known")).isBetween(-1.2, -0.85);
    assertThat(study.figures().get("rate-over-best-of-known")).isBetween(0.75, 1.0);
    assertThat(study.figures().get("ratio-of-measured"))
        .isCloseTo(study.figures().get("ratio-of-known"), withinPercentage(0.1));
    assertThat(study.figures().get("ratio-of-slow")).isGreaterThan(100);
    assertThat(study.figures().get("too-short-of-slow")).isEqualTo(1);
    assertThat(study.figures().get("too-long-of-known"))
        .isGreaterThan(study.figures().get("too-short-of-known"));
  }

  @Test
  void smallBatchesNeedMoreStepsAndLargeOnesMoreSamples() throws IOException {
    Study study = done(CRITICAL_BATCH).results().all(Studies.class).get(0);

    assertThat(study.figures().get("best-batch-at-0.3")).isEqualTo(6);
    assertThat(study.figures().get("steps-at-4")).isGreaterThan(study.figures().get("steps-at-16"));
    assertThat(study.figures().get("samples-over-least-at-128")).isGreaterThan(2);
    assertThat(study.table().rows()).hasSizeGreaterThan(10);
  }

  @Test
  void aBatchOfMoreThanAllRowsIsRefused() throws IOException {
    Invocation small = run(CRITICAL_BATCH, "critical-batch.batches=[4, 129]");
    assertThat(small.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(small.err()).contains("critical-batch.batches must be at most the 128 rows");
  }

  @Test
  void batchesAreChangedOfOneProblemAlone() throws IOException {
    Invocation other = run(CRITICAL_BATCH, "problem=power-law", "training.batch=null");
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(other.err()).contains("critical-batch");
  }

  @Test
  void ratiosOfFirstGradientsAreTheRootsOfSizes() throws IOException {
    RunRecord record = done(SAI);
    Study study = record.results().all(Studies.class).get(0);

    assertThat(study.table().rows()).hasSize(4);
    assertThat(study.figures().get("rank-correlation-with-learnt")).isBetween(-1.0, 1.0);
    assertThat(record.results().all(Published.class))
        .allSatisfy(figure -> assertThat(figure.agrees()).as("%s", figure).isTrue());
  }

  @Test
  void theOracleKnowsNoOtherProblem() throws IOException {
    Invocation result = run(ORACLE, "problem=power-law");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("oracle");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules.rules.sign={name: delta-bar-delta, kappa: 0} | kappa must be above 0",
        "rules.rules.sign=delta-bra-delta | delta-bar-delta",
        "training.batch=65 | training.batch must be at most the 64 rows"
      })
  void whatCannotBeIsRefused(String change, String message) throws IOException {
    Invocation result = run(RULES, change);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
