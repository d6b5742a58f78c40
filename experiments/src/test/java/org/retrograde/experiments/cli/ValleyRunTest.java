package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** Optimizers on problems: a reduced form of {@code schedules/valley}. */
final class ValleyRunTest {

  private static final String QUADRATIC =
      """
      name: quadratic
      run: {precision: float64}
      problem: {power-law: {form: expected, modes: 10}}
      training: {steps: 20, learning-rate: 0.001}
      valley:
        optimizers:
          sgd: {optimizer: heavy-ball, defaults: {learning-rate: 0.001}}
        schedules: {constant: flat, cosine: cosine}
        budgets: [4, 30]
        judge-seeds: 2
        knots: 3
        check-seeds: 1
      """;

  private static final String NETWORKS =
      """
      name: networks
      run: {precision: float64}
      problem: {teacher: {rows: 64, inputs: 4, hidden: 4, teacher-hidden: 4}}
      training: {steps: 20, batch: 16, learning-rate: 0.01}
      valley:
        problems: {first: ./first.yaml, second: ./second.yaml}
        optimizers:
          momentum:
            optimizer: heavy-ball
            defaults: {learning-rate: 0.001, momentum: 0.9}
            tuned: {learning-rate: [0.001, 1], momentum: [0.5, 0.99]}
          adam: {optimizer: adamw, defaults: {learning-rate: 0.0001}}
        schedules: {constant: flat}
        budgets: [3, 20]
        judge-seeds: 3
        knots: 3
        check-seeds: 1
      """;

  @TempDir private Path folder = Path.of("");

  private List<Study> studies(String text, String out) throws IOException {
    Path file = Files.writeString(folder.resolve("valley.yaml"), text);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve(out));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    RunRecord record = RunDirectory.open(folder.resolve(out)).read();
    return record.results().all(Studies.class);
  }

  /** No seed changes an expectation, so that what was chosen on one is what it is on others. */
  @Test
  void largerBudgetsHaveTheDrawsOfSmallerOnesAndLearningBeginsWithThem() throws IOException {
    Study study = studies(QUADRATIC, "run").get(0);

    assertThat(study.name()).isEqualTo("valley");
    Study.HeatMap all = study.heatMaps().get(1);
    assertThat(all.columns())
        .containsExactly(
            "constant, 0",
            "constant, 4",
            "constant, 30",
            "cosine, 0",
            "cosine, 4",
            "cosine, 30",
            "learnt, shared, 30",
            "learnt, of groups, 30");
    List<Double> row = all.values().get(0); // per cent, the best is 0
    assertThat(row.get(1)).isLessThanOrEqualTo(row.get(2)).isGreaterThan(row.get(0));
    assertThat(row.get(4)).isLessThanOrEqualTo(row.get(5));
    assertThat(row.get(6)).isZero();
    assertThat(row.get(7)).isZero(); // there is one group
    // A schedule that hypergradients have found leaves little for another one.
    List<Double> promises = study.heatMaps().get(2).values().get(0);
    assertThat(promises.get(6)).isLessThan(promises.get(2) / 2);
    assertThat(study.figures().get("tuned-over-untuned")).isLessThan(1);
    assertThat(study.figures().get("learnt-over-drawn")).isLessThan(1);
    assertThat(Files.readString(folder.resolve("run/report.html")))
        .contains("chart-study-valley-heat-0");
  }

  @Tag("slow")
  @Test
  void severalProblemsStandSideBySideAndASecondRunHasTheSameBits() throws IOException {
    String like = "like: ./valley.yaml\nname: %s\nvalley: null\n"; // nothing to be run
    Files.writeString(folder.resolve("first.yaml"), like.formatted("first"));
    Files.writeString(
        folder.resolve("second.yaml"), like.formatted("second") + "training: {steps: 10}\n");
    List<Study> studies = studies(NETWORKS, "run");

    assertThat(studies)
        .extracting(Study::name)
        .containsExactly("valley", "valley-first", "valley-second");
    assertThat(studies.get(0).table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("first", "second");
    assertThat(studies.get(0).figures())
        .containsEntry("problems", 2.0)
        .containsEntry("tuned-is-better", 2.0);
    assertThat(studies.get(1).table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("momentum", "adam");
    assertThat(studies.get(1).table().rows().get(0).get(4)).contains("learning rate", "momentum");
    // Twice as many steps of a teacher's rows leave less.
    assertThat(studies.get(1).figures().get("best-tuned-on-first"))
        .isLessThan(studies.get(2).figures().get("best-tuned-on-second"));
    assertThat(studies(NETWORKS, "again")).isEqualTo(studies);
  }

  /** One at every draw, one with its defaults. */
  @Test
  void anOptimizerThatDivergesStandsBesideTheOthers() throws IOException {
    Study study =
        studies(
                QUADRATIC.replace(
                    "sgd: {",
                    """
                    lost: {optimizer: heavy-ball, defaults: {learning-rate: 1.0e+7}, tuned: {learning-rate: [1.0e+6, 1.0e+7]}}
                        late: {optimizer: heavy-ball, defaults: {learning-rate: 1.0e+7}}
                        sgd: {\
                    """),
                "run")
            .get(0);

    List<List<String>> rows = study.table().rows();
    assertThat(rows.get(0))
        .containsExactly(
            "lost",
            "2 of 2 diverged",
            "2 of 2 diverged",
            "2 of 2 diverged",
            "every draw diverged",
            "constant: 2 of 2 diverged",
            "–",
            "–",
            "–, –");
    assertThat(rows.get(1).get(1)).isEqualTo("2 of 2 diverged");
    assertThat(rows.get(1).subList(2, 8)).noneMatch(cell -> cell.contains("diverged"));
    assertThat(rows.get(1).get(8)).startsWith("–, ").endsWith(" %");
    assertThat(study.figures().get("best-learnt")).isFinite();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "valley.budgets=[4, 4] | valley.budgets.1: must be above the one before (4), got 4",
        "valley.knots=21 | valley.knots must be at most training.steps (20) of quadratic, got 21",
        "valley.schedules.constant={name: one-cycle, low-momentum: 0.8} |"
            + " valley.schedules.constant: a family moves the learning rate alone",
        "valley.optimizers.sgd.tuned={beta1: [0.1, 0.9]} | valley.optimizers.sgd.tuned.beta1:"
            + " optimizer heavy-ball reads [learning-rate, momentum]",
        "valley.optimizers.sgd.tuned={learning-rate: [0.1, 0.1]} |"
            + " the largest value must be above the smallest",
        "valley.optimizers.sgd.tuned={momentum: [0.1, 1]} | must be below 1.0, got 1.0",
        "valley.optimizers.sgd.defaults={learning-rate: 0.1, speed: 1} | training.speed",
        "valley.optimizers.sgd.defaults={momentum: 0.9} | learning-rate",
        "valley.optimizers.sgd.defaults.beta1=0.9 | valley.optimizers.sgd.defaults.beta1:"
            + " optimizer heavy-ball reads [learning-rate, momentum]",
        "valley.problems={other: ./nowhere.yaml} | nowhere.yaml: file not found"
      })
  void aMistakeIsSaidWhereItIs(String change, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("valley.yaml"), QUADRATIC);
    Invocation result =
        Invocation.of("run", file.toString(), "--out=" + folder.resolve("no"), "--set=" + change);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
