package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.Contest;
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;

final class ContestRunTest {

  private static final String SOLVABLE =
      """
      name: contest
      run: {precision: float64}
      problem: {power-law: {form: expected, modes: 20}}
      training: {steps: 20, learning-rate: 0.1}
      optimum: {schedules: {constant: flat}}
      contest:
        runs: 80
        rescored: 2
        check-seeds: 1
        unseen-seeds: 2
        hypergradients: 40
        families:
          constant: {shape: flat}
          cosine: {shape: {name: cosine, end: 0.1}, numbers: [end]}
          hump: {shape: hump, numbers: [start, peak, end]}
        refined: {refined: {smoothing: 0.2}}
        learnt: {shared: {knots: 4, per: all}}
      """;

  @TempDir private Path folder = Path.of("");

  private RunRecord done(String text, String out) throws IOException {
    Path file = Files.writeString(folder.resolve("contest.yaml"), text);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve(out));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(folder.resolve(out)).read();
  }

  @Test
  void allAreJudgedAlikeAndLearningComesNearTheOptimum() throws IOException {
    RunRecord record = done(SOLVABLE, "run");

    List<Contest.Entry> entries = record.results().find(Contest.class).orElseThrow().entries();
    double optimum = record.results().find(Optimum.class).orElseThrow().loss();
    double constant = record.results().find(Optimum.class).orElseThrow().schedules().get(0).loss();
    assertThat(entries)
        .extracting(Contest.Entry::name)
        .containsExactly("constant", "cosine", "hump", "refined", "shared");
    assertThat(entries)
        .extracting(Contest.Entry::learnt)
        .containsExactly(false, false, false, false, true);
    assertThat(entries.subList(0, 3)).allMatch(entry -> entry.runs() == 20 + 2);
    assertThat(entries.get(3).runs()).isEqualTo(20 + 2 + 1); // one for its gradients
    assertThat(entries.get(4).runs()).isGreaterThan(80); // a hypergradient is two runs at least
    // the best of 20 constants is nearly the best there is, and none is better
    assertThat(Collections.max(entries.get(0).losses())).isBetween(constant, 1.01 * constant);
    assertThat(entries.get(4).losses()).allMatch(loss -> loss >= optimum && loss < 1.01 * optimum);
    // Noise keeps gradients large, so that what they refine is nearly a line, and better than none.
    assertThat(Collections.max(entries.get(3).losses())).isBetween(optimum, constant);
    // What was learnt leaves least for one more step.
    assertThat(entries.subList(0, 4))
        .allMatch(entry -> promise(entry) > 2 * promise(entries.get(4)));
    assertThat(entries.get(0).rates()).hasSize(20);
    assertThat(entries.get(0).rates())
        .allMatch(rate -> Math.abs(rate - entries.get(0).rates().get(0)) < 1e-12);
    assertThat(entries.get(1).words())
        .startsWith("cosine: learning rate ")
        .contains("end of the shape");
    assertThat(Files.readString(folder.resolve("run/report.html")))
        .contains("chart-contest")
        .contains("shared is better than the best searched one");
  }

  private static double promise(Contest.Entry entry) {
    return Objects.requireNonNull(entry.promise());
  }

  @Test
  void theSecondRunHasTheSameBits() throws IOException {
    List<Contest.Entry> first =
        done(SOLVABLE, "run").results().find(Contest.class).orElseThrow().entries();
    List<Contest.Entry> second =
        done(SOLVABLE, "again").results().find(Contest.class).orElseThrow().entries();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void tensorsOfANetworkLearnSchedulesOfTheirOwn() throws IOException {
    RunRecord record =
        done(
            """
            name: network
            data: {source: synthetic, train: 200, validation: 100, test: 100, features: 8, classes: 3}
            model: {width: 8, depth: 1, base-width: 8}
            training: {steps: 12, batch: 20, learning-rate: 0.5}
            contest:
              method: cma-es-diagonal
              runs: 20
              check-seeds: 2
              unseen-seeds: 3
              hypergradients: 10
              families: {wsd: {shape: {name: wsd, end: 0.1}, numbers: [decay]}}
              learnt: {shared: {knots: 3, per: all}, per-tensor: {knots: 3, per: group}}
            """,
            "run");
    List<Contest.Entry> entries = record.results().find(Contest.class).orElseThrow().entries();
    assertThat(entries).allMatch(entry -> entry.losses().size() == 3);
    assertThat(entries.get(1).rates()).isNotEqualTo(entries.get(2).rates());
    assertThat(entries.get(2).losses().get(0))
        .isNotCloseTo(entries.get(1).losses().get(0), within(1e-9));
    assertThat(record.manifest().seeds()).containsKeys("contest judge", "contest rescored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contest.families.cosine.numbers=[rise] | contest.families.cosine: cosine has no"
            + " number 'rise'",
        "contest.families.cosine.shape={name: one-cycle, low-momentum: 0.8} |"
            + " contest.families.cosine: a family moves the learning rate alone",
        "contest.families.cosine={shape: {name: wsd, decay: 0.01, end: 0.1}, numbers: [end]} |"
            + " contest.families.cosine.numbers: end moves no learning rate of 20 steps",
        "contest.learnt.shared.knots=21 |"
            + " contest.learnt.shared.knots must be at most training.steps (20), got 21",
        "training.schedule={name: one-cycle, low-momentum: 0.8} |"
            + " contest: the schedule that it starts from moves the momentum",
        "contest={} | contest: has nobody in it",
        "contest.learnt={cosine: {knots: 2, per: all}} | contest.learnt.cosine: is the name of one"
            + " that is searched too",
        "contest.refined={cosine: {power: 1}} | contest.refined.cosine: is the name of a family"
            + " too",
        "contest.runs=3 | contest.runs: must be at least 1 for each family, got 3",
        "contest.learnt.shared.per=parameter | must be one of group, layer, all"
      })
  void aMistakeIsSaidWhereItIs(String change, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("contest.yaml"), SOLVABLE);
    Invocation result =
        Invocation.of("run", file.toString(), "--out=" + folder.resolve("no"), "--set=" + change);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
