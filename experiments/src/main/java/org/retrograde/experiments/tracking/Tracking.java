package org.retrograde.experiments.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;

/**
 * Tells trackers of experiments how a run goes. No tracker can fail a run or hold it up: what one
 * does not take is said once.
 */
public final class Tracking {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A process that is told to end has some seconds left. */
  private static final Duration PATIENCE_OF_THE_INTERRUPTED = Duration.ofSeconds(4);

  /** The run itself, as opposed to an arm of it. */
  private static final String ITSELF = "";

  private final List<Channel> channels;
  private final Consumer<String> say;
  private Results results = Results.empty();

  Tracking(List<Channel> channels, Consumer<String> say) {
    this.channels = List.copyOf(channels);
    this.say = say;
  }

  /** Returns the tracking of a run that nobody follows. */
  public static Tracking none() {
    return new Tracking(List.of(), line -> {});
  }

  /**
   * Opens the tracking that is asked for.
   *
   * @param mlflow address of a server; null for none
   * @param tensorBoard {@code true} for a folder in the run directory, or a folder for runs; null
   *     or {@code false} for none
   * @param directory of the run
   * @param say takes warnings, on the thread of the run
   */
  public static Tracking of(
      @Nullable String mlflow,
      @Nullable String tensorBoard,
      RunDirectory directory,
      Consumer<String> say) {
    List<Channel> channels = new ArrayList<>();
    if (mlflow != null) {
      channels.add(
          new Channel(
              new MlflowTracker(mlflow, MlflowLogin.of(System.getenv()), directory.root()),
              "MLflow at " + mlflow,
              "start a server there (mlflow server), or take run.mlflow away"));
    }
    if (tensorBoard != null && !tensorBoard.equals("false")) {
      Path folder = TensorBoardTracker.folder(tensorBoard, directory.root());
      channels.add(
          new Channel(
              new TensorBoardTracker(folder),
              "TensorBoard's folder " + folder,
              "make room there, or take run.tensorboard away"));
    }
    return new Tracking(channels, say);
  }

  /** Returns whether anybody follows the run: otherwise nothing need be computed for it. */
  public boolean isOn() {
    return !channels.isEmpty();
  }

  /**
   * The run begins, or goes on.
   *
   * @param name of the run
   * @param config all keys with their values
   * @param resumed whether it goes on with one that was cut off
   */
  public void begin(String name, Manifest manifest, JsonNode config, boolean resumed) {
    Map<String, String> parameters = new LinkedHashMap<>(Leaves.of(config));
    manifest.seeds().forEach((purpose, all) -> parameters.put("seeds." + purpose, all.toString()));
    manifest.versions().forEach((what, which) -> parameters.put("version." + what, which));
    TrackedRun run =
        new TrackedRun(
            manifest.experiment(),
            name,
            manifest.summary(),
            String.join(" ", manifest.command()),
            parameters,
            resumed);
    send(tracker -> tracker.begin(run));
  }

  /** An iteration of tuning is done. */
  public void iteration(MetaIteration done) {
    Points points = new Points(done.iteration());
    points.add("objective", done.objective());
    points.add("hypergradient-norm", done.hypergradientNorm());
    points.add("clipped-seeds", done.clippedSeeds());
    points.add("step-size", done.stepSize());
    if (done.checkObjective() != null) {
      points.add("check-objective", done.checkObjective());
    }
    send(ITSELF, points);
  }

  /**
   * Hyperparameters of an iteration of tuning.
   *
   * @param values by name and group
   */
  public void hyperparameters(int iteration, Map<String, Double> values) {
    Points points = new Points(iteration);
    values.forEach((name, value) -> points.add("hyperparameter/" + name, value));
    send(ITSELF, points);
  }

  /** Something was found: curves of training are told, of each arm's first seed. */
  public void found(Results now) {
    List<TrainingCurve> curves = now.all(TrainingCurves.class);
    if (!curves.equals(results.all(TrainingCurves.class))) {
      curves.stream().filter(curve -> !curve.groups().isEmpty()).forEach(this::curve);
    }
    results = now;
  }

  private void curve(TrainingCurve curve) {
    Points points = new Points(0);
    for (int i = 0; i < curve.steps().size(); i++) {
      Points here = points.at(curve.steps().get(i));
      here.add("training-loss", curve.losses().get(i));
      here.add("gradient-norm", curve.gradientNorms().get(i));
      for (GroupCurve group : curve.groups()) {
        here.add("gradient-norm/" + group.group(), group.gradientNorms().get(i));
        here.add("relative-update/" + group.group(), group.relativeUpdates().get(i));
      }
    }
    send(curve.arm(), points);
  }

  /**
   * The run has ended.
   *
   * @param directory what it wrote
   */
  public void end(RunStatus status, RunDirectory directory) {
    FinalFigures.of(results)
        .forEach(
            (arm, figures) -> {
              Points points = new Points(0);
              figures.forEach((name, value) -> points.add("final/" + name, value));
              send(arm, points);
            });
    List<Path> files =
        Stream.of(
                directory.reportFile(),
                directory.recipeFile(),
                directory.configFile(),
                directory.resultsFile(),
                directory.metricsFile(),
                directory.manifestFile())
            .filter(Files::exists)
            .toList();
    send(tracker -> tracker.end(status, files));
    Duration patience = status == RunStatus.INTERRUPTED ? PATIENCE_OF_THE_INTERRUPTED : PATIENCE;
    for (Channel channel : channels) {
      Optional<String> lost = channel.close(patience);
      channel.warning().ifPresent(say);
      lost.ifPresent(say);
    }
  }

  private void send(String series, Points points) {
    List<Point> all = points.all();
    if (!all.isEmpty()) {
      send(tracker -> tracker.points(series, all));
    }
  }

  private void send(Channel.Message message) {
    for (Channel channel : channels) {
      channel.send(message);
      channel.warning().ifPresent(say);
    }
  }
}
