package org.retrograde.experiments.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.Searches;

/** Hypergradients beside searches, on small networks and few rows. */
@Tag("slow")
final class PaperSearchesTest {

  private static final List<String> SMALL =
      List.of(
          "data.train=200",
          "data.validation=100",
          "data.test=100",
          "training.steps=20", // 16 schedules of 20 steps and 8 init scales: 328 of 1608
          "training.batch=20",
          "tune.iterations=1",
          "tune.check-every=1",
          "search.judge-seeds=1");

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "paper/p4, 3, 'hypergradients, random, cma-es, bobyqa'",
    "paper/p4-layers, 24, 'hypergradients, random, cma-es, bobyqa'",
    "paper/p4-schedules, 328, 'hypergradients, random, cma-es-diagonal'"
  })
  void everyMethodSearchesTheSameNumbersWithTheRunsThatTuningTook(
      String name, int numbers, String methods) throws Exception {
    List<SearchCurve> curves = run(name, "model.hidden=[5, 5, 5]");

    assertThat(curves).extracting(SearchCurve::method).containsExactly(methods.split(", "));
    assertThat(curves).extracting(SearchCurve::numbers).containsOnly(numbers);
    // a hypergradient that keeps its gradients, as dear as 3 trainings, and 2 checks of 2 runs
    assertThat(curves).extracting(SearchCurve::runs).containsOnly(7.0);
    assertThat(curves)
        .allSatisfy(
            curve -> {
              assertThat(curve.points())
                  .extracting(SearchPoint::loss)
                  .isSortedAccordingTo(Comparator.reverseOrder());
              assertThat(requireNonNull(curve.verdict()).losses()).hasSize(1);
            });
  }

  @Test
  void oneCyclesAreDrawnForTheOtherSide() throws Exception {
    List<SearchCurve> curves = run("paper/one-cycle", "model.width=8", "search.runs=12");

    assertThat(curves).extracting(SearchCurve::method).containsExactly("hypergradients", "random");
    assertThat(curves.get(1).numbers()).isEqualTo(2);
    assertThat(curves.get(1).runs()).isEqualTo(12);
    assertThat(curves.get(1).found()).hasSize(2);
  }

  private List<SearchCurve> run(String name, String... changes)
      throws IOException, InterruptedException {
    List<String> overrides = new ArrayList<>(SMALL);
    overrides.addAll(List.of(changes));
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    new ExperimentRunner(
            LoadedExperiment.load(ConfigReader.readBuiltin(name, overrides), List.of()),
            directory,
            new SilentProgress())
        .run();
    return directory.read().results().all(Searches.class);
  }
}
