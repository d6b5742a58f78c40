package org.retrograde.experiments.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.TrajectoryMap;

/**
 * Problems that are no network of the config: the built-in class as it is, the built-in tasks with
 * small networks and few of them.
 */
final class ProblemsTest {

  private static final String[] SMALL_TASKS = {
    "problem.tasks.classes=[[0, 1], [3, 5]]",
    "problem.tasks.train=4",
    "problem.tasks.validation=10",
    "problem.tasks.test=20",
    "problem.tasks.hidden=[10]",
    "training.steps=20",
    "tune.iterations=3",
    "judge.seeds=2"
  };

  @TempDir private Path folder = Path.of("");

  @Test
  void twoWeightsFollowTheTrajectoriesOfThePaper() throws IOException, InterruptedException {
    RunRecord record = run("p1", "paper/p1");

    assertThat(record.results().all(Published.class))
        .hasSize(2)
        .allSatisfy(figure -> assertThat(figure.agrees()).as(figure.name()).isTrue());
    TrajectoryMap map = record.results().find(TrajectoryMap.class).orElseThrow();
    assertThat(map.trajectories())
        .hasSize(3)
        .allSatisfy(path -> assertThat(path.first()).hasSize(51).startsWith(1.4))
        .allSatisfy(path -> assertThat(path.second()).hasSize(51).startsWith(3.9));
    assertThat(map.trajectories().get(0).loss()).isCloseTo(395.605197, within(1e-5));
    assertThat(record.results().all(Schedules.class))
        .extracting(curve -> curve.group())
        .containsOnly("all");
    assertThat(record.results().find(ReversalProof.class).orElseThrow().exact()).isTrue();
    assertThat(folder.resolve("p1/report.html")).content().contains("Where does training go?");
  }

  @Test
  void aFigureThatIsMissedIsReportedAsMissed() throws IOException, InterruptedException {
    assertThat(run("one", "paper/p1", "tune.iterations=1").results().all(Published.class))
        .extracting(PublishedFigure::agrees)
        .containsExactly(true, false);
  }

  /** What needs rows, widths or batches is refused with the config; all else works. */
  @Test
  void everyPhaseWorksForAClass() throws IOException, InterruptedException {
    RunRecord record =
        run(
            "phases",
            "paper/p1",
            "search={methods: [random, bobyqa], runs: 6, judge-seeds: 1, hyperparameters: [{name:"
                + " learning-rate, knots: 1, per: all}]}",
            "judge={seeds: 2}",
            "mean-hypergradient={seeds: 2}",
            "landscape={from: -6, to: -4, points: 5}",
            "grid={learning-rates: {from: 0.005, factor: 2, count: 2}, momenta: [0.5, 0.9], arms:"
                + " [flat], seeds: 1}",
            "reversal={steps: 50}");

    assertThat(record.results().all(Searches.class)).hasSize(3);
    assertThat(record.results().all(Judged.class))
        .hasSize(4)
        .allSatisfy(run -> assertThat(run.training()).isNull())
        .allSatisfy(run -> assertThat(run.validation().loss()).isBetween(300.0, 400.0));
    assertThat(record.results().all(MeanDerivatives.class)).hasSize(2);
    assertThat(record.results().find(Landscape.class).orElseThrow().points()).hasSize(5);
    assertThat(record.results().all(Grid.class)).hasSize(4);
    assertThat(record.results().find(ReversalProof.class).orElseThrow().plainDoubleError())
        .isNotNull();
    assertThat(record.recipe()).contains("\"class\"");
  }

  @Test
  void tasksLearnToShareAndEveryArmIsJudged() throws IOException, InterruptedException {
    RunRecord record = run("tasks", "paper/p7", SMALL_TASKS);

    List<MetaIteration> iterations = record.iterations();
    assertThat(iterations).hasSize(4);
    assertThat(iterations.get(3).checkObjective()).isLessThan(iterations.get(0).checkObjective());
    assertThat(record.results().all(Mixings.class))
        .extracting(MixingMatrix::name)
        .containsExactly("layer 1", "layer 2");
    assertThat(record.results().all(Mixings.class))
        .allSatisfy(mixing -> assertThat(mixing.tasks()).hasSize(4).contains("3, 5 rotated"))
        .allSatisfy(mixing -> assertThat(mixing.learned()).isNotEqualTo(mixing.start()));
    assertThat(record.results().all(Tasks.class)).hasSize(20);
    assertThat(record.results().all(Tasks.class))
        .extracting(TaskResult::arm)
        .contains("separate", "shared", "hidden layers shared", "start", "tuned");
    assertThat(record.results().find(ReversalProof.class).orElseThrow().exact()).isTrue();
    assertThat(record.results().all(Published.class))
        .hasSize(2)
        .allSatisfy(figure -> assertThat(figure.ours()).isPositive());
    assertThat(record.recipe()).contains("\"layer 2\"");
  }

  @Test
  void resultsHaveTheSameBitsWhateverTheNumberOfJobs() throws IOException, InterruptedException {
    String[] one =
        Stream.concat(Stream.of(SMALL_TASKS), Stream.of("run.jobs=1")).toArray(String[]::new);
    String[] two =
        Stream.concat(Stream.of(SMALL_TASKS), Stream.of("run.jobs=2")).toArray(String[]::new);

    assertThat(run("two", "paper/p7", two).results().without(Plan.class))
        .isEqualTo(run("one", "paper/p7", one).results().without(Plan.class));
  }

  @Test
  void anInterruptedRunKeepsTheBestMatrices() throws IOException {
    Path out = folder.resolve("interrupted");
    ExperimentRunner runner =
        new ExperimentRunner(
            load("paper/p7", SMALL_TASKS), RunDirectory.create(out), new InterruptedAfterOne());

    assertThatThrownBy(runner::run).isInstanceOf(InterruptedException.class);

    RunRecord record = RunDirectory.open(out).read();
    assertThat(record.manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(record.results().all(Mixings.class)).hasSize(2);
    assertThat(out.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void alphabetsOfTheUsersImagesAreTasks() throws IOException, InterruptedException {
    for (String alphabet : List.of("Angular", "Round")) {
      for (int character = 0; character < 2; character++) {
        Path place =
            Files.createDirectories(
                folder.resolve("images/" + alphabet + "/character" + character));
        for (int i = 0; i < 6; i++) {
          BufferedImage image = new BufferedImage(21, 21, BufferedImage.TYPE_BYTE_GRAY);
          image.createGraphics().fillRect(3 * i, 10 * character, 4, 9);
          ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
        }
      }
    }
    RunRecord record =
        run(
            "images-run",
            "paper/p7",
            "problem.tasks={source: images, folder: '"
                + folder.resolve("images")
                + "', side: 7, rotated: true, train: 3, validation: 2, test: 1, hidden: [5]}",
            "training.steps=10",
            "tune.iterations=1",
            "judge.seeds=1");

    assertThat(record.results().all(Mixings.class).get(0).tasks())
        .containsExactly("Angular", "Round", "Angular rotated", "Round rotated");
    assertThat(record.manifest().dataHashes()).containsKey("Round/");
  }

  private RunRecord run(String name, String study, String... overrides)
      throws IOException, InterruptedException {
    RunDirectory directory = RunDirectory.create(folder.resolve(name));
    new ExperimentRunner(load(study, overrides), directory, new SilentProgress()).run();
    return directory.read();
  }

  private static LoadedExperiment load(String experiment, String... overrides) {
    return LoadedExperiment.load(
        ConfigReader.readBuiltin(experiment, List.of(overrides)), List.of());
  }

  /** Stands for Ctrl-C after the first meta-iteration. */
  private static final class InterruptedAfterOne extends SilentProgress {
    @Override
    public void step(String detail) {
      Thread.currentThread().interrupt();
    }
  }
}
