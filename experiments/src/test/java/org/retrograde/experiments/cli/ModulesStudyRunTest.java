package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** Hypergradients of numbers of modules beside searches: a reduced form of {@code modules}. */
final class ModulesStudyRunTest {

  @TempDir private Path folder = Path.of("");

  private Invocation run(String... changes) {
    List<String> all = new ArrayList<>(List.of("run", "smoke-modules", "--out=" + out()));
    for (String change : changes) {
      all.add("--set=" + change);
    }
    return Invocation.of(all.toArray(String[]::new));
  }

  private Path out() {
    return folder.resolve("run");
  }

  private Study study(String name) throws IOException {
    return RunDirectory.open(out()).read().results().all(Studies.class).stream()
        .filter(study -> study.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allArmsAreJudgedFromOneStartAtEqualRuns() throws IOException {
    Invocation result = run();
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    Study study = study("modules");
    Map<String, Double> figures = study.figures();

    assertThat(study.table().rows().get(0)).startsWith("tuned-global", "0");
    assertThat(study.table().rows())
        .extracting(row -> row.get(0))
        .contains("random", "cma-es-diagonal");
    for (String method : new String[] {"random", "cma-es-diagonal"}) {
      assertThat(figures).containsKeys("loss-%s-20-at-8".formatted(method));
      assertThat(figures.get("loss-%s-40-at-8".formatted(method))).isFinite();
    }
    assertThat(figures.get("loss-tuned-global-0-at-8")).isFinite();
    assertThat(figures.get("loss-tuned-global-0-at-16")).isFinite();
    assertThat(study("modules-wanted").table().rows())
        .extracting(row -> row.get(0))
        .contains("steps to the loss of tuned-global", "gain in steps that is kept at width 16");
    assertThat(out().resolve("recipe.json")).exists();
    assertThat(study.words())
        .contains("All arms begin at learning rate", "Along all learning rates");
    assertThat(Files.readString(out().resolve("report.html")))
        .contains(
            "chart-study-modules-1",
            "The start is that of hypergradients here, all learning rates moved by -1.00 octaves");
  }

  @Test
  void aHypergradientThatNoBudgetPaysForIsSaid() throws IOException {
    Invocation result = run("modules.budgets=[2]", "modules.methods=[random]", "modules.widths=[]");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);

    assertThat(study("modules").heading()).isEqualTo("No budget was enough for a hypergradient");
    assertThat(study("modules").table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("tuned-global", "random");
  }

  @Test
  void aDirectionThatLeadsNowhereIsNoPartOfTheLandscape() throws IOException {
    Invocation result =
        run(
            "modules.hyperparameters=[{name: init-scale, per: type}]",
            "modules.methods=[]",
            "modules.widths=[]");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);

    assertThat(study("modules").words())
        .contains("Along the way of hypergradients")
        .doesNotContain("all learning rates");
  }

  @Test
  void anOptimizerWithoutWeightDecayHasNoStart() {
    Invocation result =
        run(
            "training.optimizer=momentum",
            "training.weight-decay=null",
            "training.beta2=null",
            "modules.hyperparameters=[{name: momentum, knots: 1, per: type}]");

    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains("training.optimizer momentum has no weight decay; use one that has");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modules.budgets=[20, 20] | modules.budgets.1: must be above the one before (20), got 20",
        "modules.search-seeds=30 | modules.budgets.0: must be enough for one trial of 30 seeds",
        "modules.lengths=[0.5] | modules.lengths: must end with 1, the whole training",
        "modules.lengths=[0.5, 0.5, 1] | modules.lengths.1: must be above the one before",
        "modules.landscape.points=3 | modules.landscape.points: must be 0 or at least 5, got 3",
        "modules.hyperparameters=[{name: learning-rate, knots: 0, per: type}] |"
            + " modules.hyperparameters.0.knots: must be at least 1",
        "modules.hyperparameters=[{name: momentum, knots: 1, per: type}] |"
            + " modules.hyperparameters.0.name",
        "modules.grid.learning-rates={from: 1.0e+9, factor: 2, count: 2} |"
            + " training.weight-decay: must be at most 1 / training.learning-rate (5.000e-10)",
        "modules.widths=[6] | 6"
      })
  void aMistakeIsSaidWhereItIs(String change, String message) {
    Invocation result = run(change);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
