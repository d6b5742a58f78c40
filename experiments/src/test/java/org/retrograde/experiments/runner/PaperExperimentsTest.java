package org.retrograde.experiments.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.Pictures;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;

/** The experiments of Maclaurin, Duvenaud and Adams (2015), on fewer rows, steps and seeds. */
final class PaperExperimentsTest {

  private static final List<String> FEW_ROWS =
      List.of("data.train=600", "data.validation=300", "data.test=300");

  @TempDir private Path folder = Path.of("");

  @Test
  void schedulesOfEveryLayerAndStepLowerTheTrainingLoss() throws Exception {
    Results results =
        run(
            "paper/p2",
            FEW_ROWS,
            "model.hidden=[12, 12, 12]",
            "training.steps=25",
            "tune.iterations=8",
            "tune.meta-optimizer.step=0.1",
            "judge.seeds=2");

    assertThat(mean(results, "tuned", run -> requireNonNull(run.training()).loss()))
        .isLessThan(0.9 * mean(results, "start", run -> requireNonNull(run.training()).loss()));
    assertThat(results.all(Schedules.class)).extracting(ScheduleCurve::group).hasSize(2 * 8);
    assertThat(results.all(InitScales.class)).hasSize(8);
    assertThat(results.find(ReversalProof.class).orElseThrow().exact()).isTrue();
    assertThat(results.all(Published.class))
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.ours()).isFinite());
  }

  @Test
  void theMeanHypergradientIsSmootherInTimeThanThatOfOneSeed() throws Exception {
    Results results =
        run(
            "paper/p3",
            FEW_ROWS,
            "model.hidden=[12, 12, 12]",
            "training.steps=25",
            "mean-hypergradient.seeds=8");

    assertThat(results.all(MeanDerivatives.class)).hasSize(2 * 8);
    assertThat(average(results, MeanDerivative::smoothness))
        .isGreaterThan(average(results, MeanDerivative::smoothnessOfOne) + 0.05);
  }

  private static double average(Results results, ToDoubleFunction<MeanDerivative> figure) {
    return results.all(MeanDerivatives.class).stream().mapToDouble(figure).average().orElseThrow();
  }

  @Test
  void aPenaltyOfEachWeightLowersTheValidationLossAndIsAPicture() throws Exception {
    Results results =
        run("paper/p5", FEW_ROWS, "training.steps=20", "tune.iterations=6", "judge.seeds=2");

    assertThat(mean(results, "tuned", run -> run.validation().loss()))
        .isLessThan(mean(results, "start", run -> run.validation().loss()) - 0.05);
    PictureSet set = results.all(Pictures.class).get(0);
    assertThat(set.pictures()).hasSize(10);
    // A pixel at the rim is the same in all images: its weights see nothing but their penalty.
    List<Double> zero = set.pictures().get(0).values();
    assertThat(zero.get(0)).isCloseTo(0.0271828, within(1e-3));
    assertThat(zero.get(14 * 28 + 14)).isNotCloseTo(0.0271828, within(2e-3));
  }

  @Test
  void tenLearnedImagesTeachToReadDigits() throws Exception {
    Results results =
        run(
            "paper/p6",
            List.of("data.validation=600", "data.test=300"),
            "tune.iterations=12",
            "judge.seeds=2");

    assertThat(mean(results, "start", run -> requireNonNull(run.test()).error()))
        .isGreaterThan(0.7);
    assertThat(mean(results, "tuned", run -> requireNonNull(run.test()).error())).isLessThan(0.35);
    assertThat(mean(results, "tuned", run -> requireNonNull(run.test()).loss())).isLessThan(1);
    assertThat(mean(results, "tuned", run -> requireNonNull(run.training()).error())).isZero();
    assertThat(results.all(Pictures.class).get(0).pictures())
        .extracting(PictureSet.Picture::label)
        .startsWith("label 0", "label 1")
        .hasSize(10);
  }

  @Test
  void theDerivativeDescribesTheLossUpToTheOnsetOfChaosAndDivergenceIsNoCrash() throws Exception {
    Results results =
        run(
            "paper/p8",
            List.of("data.train=250", "data.validation=1", "data.test=1"),
            "model.hidden=[20, 10]",
            "landscape={from: -1, to: 15, points: 81, objective: training}");

    Landscape landscape = results.find(Landscape.class).orElseThrow();
    List<Landscape.Point> points = landscape.points();
    assertThat(points).hasSize(81);
    for (int i = 1; i < 6; i++) { // rates far below those of chaos
      double rise = points.get(i + 1).loss() - points.get(i - 1).loss();
      double run = points.get(i + 1).logRate() - points.get(i - 1).logRate();
      assertThat(points.get(i).derivative())
          .isCloseTo(rise / run, within(0.1 * Math.abs(rise / run)));
    }
    assertThat(requireNonNull(landscape.chaos())).isBetween(0.3, 5.0);
    Landscape.Point last = points.get(80);
    assertThat(last.loss()).isInfinite();
    assertThat(last.derivative()).isNaN();
  }

  private static double mean(Results results, String settings, ToDoubleFunction<JudgedRun> figure) {
    return results.all(Judged.class).stream()
        .filter(run -> run.settings().equals(settings))
        .mapToDouble(figure)
        .average()
        .orElseThrow();
  }

  private Results run(String name, List<String> rows, String... overrides)
      throws IOException, InterruptedException {
    List<String> all = Stream.concat(rows.stream(), Stream.of(overrides)).toList();
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    new ExperimentRunner(
            LoadedExperiment.load(ConfigReader.readBuiltin(name, all), List.of()),
            directory,
            new SilentProgress())
        .run();
    return directory.read().results();
  }
}
