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
import org.retrograde.experiments.config.StudyConfig;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.TrajectoryMap;

/** The built-in studies: the first as it is, the second with small networks of few tasks. */
final class StudyTest {

  private static final String[] SMALL_TASKS = {
    "study.tasks.data.classes=[[0, 1], [3, 5]]",
    "study.tasks.data.train=4",
    "study.tasks.data.validation=10",
    "study.tasks.data.test=20",
    "study.tasks.hidden=[10]",
    "study.tasks.steps=20",
    "study.tasks.iterations=3",
    "study.tasks.judge-seeds=2"
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
    assertThat(
            run("one", "paper/p1", "study.objective.iterations=1").results().all(Published.class))
        .extracting(PublishedFigure::agrees)
        .containsExactly(true, false);
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
        .contains("separate", "shared", "hidden layers shared", "start of tuning", "learned");
    assertThat(record.results().find(ReversalProof.class).orElseThrow().exact()).isTrue();
    assertThat(record.results().all(Published.class))
        .hasSize(2)
        .allSatisfy(figure -> assertThat(figure.ours()).isPositive());
  }

  @Test
  void resultsHaveTheSameBitsWhateverTheNumberOfJobs() throws IOException, InterruptedException {
    String[] one =
        Stream.concat(Stream.of(SMALL_TASKS), Stream.of("run.jobs=1")).toArray(String[]::new);
    String[] two =
        Stream.concat(Stream.of(SMALL_TASKS), Stream.of("run.jobs=2")).toArray(String[]::new);

    assertThat(run("two", "paper/p7", two).results())
        .isEqualTo(run("one", "paper/p7", one).results());
  }

  @Test
  void anInterruptedStudyKeepsTheBestMatrices() throws IOException {
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
            "study.tasks.data={source: images, folder: '"
                + folder.resolve("images")
                + "', side: 7, rotated: true, train: 3, validation: 2, test: 1}",
            "study.tasks.hidden=[5]",
            "study.tasks.steps=10",
            "study.tasks.iterations=1",
            "study.tasks.judge-seeds=1");

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

  private static LoadedStudy load(String study, String... overrides) {
    return LoadedStudy.load(
        (StudyConfig) ConfigReader.readAny(study, List.of(overrides)), List.of());
  }

  /** Stands for Ctrl-C after the first meta-iteration. */
  private static final class InterruptedAfterOne extends SilentProgress {
    @Override
    public void step(String detail) {
      Thread.currentThread().interrupt();
    }
  }
}
