package org.retrograde.experiments.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.device.Device;

/** Between trials and their text. */
final class TrialText {

  private TrialText() {}

  /**
   * Returns a trial as text, if another process can make its problem from that.
   *
   * @param surroundings of this process
   */
  static Optional<TrialSpec> of(Trial<?> trial, Surroundings surroundings) {
    if (!(trial.problem() instanceof TrainingProblem problem)
        || !problem.isOfConfig()
        || !isOfConfig(problem.device(), problem.config().run())) {
      return Optional.empty();
    }
    return want(trial.want())
        .map(
            want ->
                new TrialSpec(
                    TrialSpec.SCHEMA,
                    trial.id(),
                    ConfigWriter.toTreeForOthers(problem.config()),
                    problem.dataHashes(),
                    Map.of(),
                    trial.width(),
                    trial.seed(),
                    Base64.getEncoder().encodeToString(SettingsBytes.of(trial.settings())),
                    want,
                    surroundings.with(problem.surroundings())));
  }

  /** A control in another precision is of a device that the config does not name. */
  private static boolean isOfConfig(Device device, RunConfig run) {
    return device.name().equals(run.device()) && device.precision() == run.precision();
  }

  /** Returns a want as text; empty if it would not read back equal. */
  static Optional<TrialSpec.WantText> want(Want<?> want) {
    JsonNode value;
    try {
      value = RemoteJson.tree(want);
      if (!want.equals(RemoteJson.read(value, want.getClass()))) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException | TrialTextException e) {
      return Optional.empty(); // it holds what no text does
    }
    return Optional.of(new TrialSpec.WantText(want.getClass().getName(), value));
  }

  /**
   * Returns what a trial wants.
   *
   * @throws TrialTextException if this program does not know it
   */
  static Want<?> want(TrialSpec spec) {
    String kind = spec.want().kind();
    try {
      Class<? extends Want<?>> type = wantClass(kind);
      return RemoteJson.read(spec.want().value(), type);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new TrialTextException(
          "the trial wants a %s, which is not on this class path".formatted(kind));
    }
  }

  @SuppressWarnings("unchecked") // of what it finds nothing is known here
  private static Class<? extends Want<?>> wantClass(String kind) throws ClassNotFoundException {
    return (Class<? extends Want<?>>) (Class<?>) Class.forName(kind).asSubclass(Want.class);
  }

  /**
   * Returns the config of a trial.
   *
   * @param paths of files that stand elsewhere here, by their keys
   * @throws TrialTextException if it is none here, for instance for want of a file
   */
  static ExperimentConfig config(TrialSpec spec, Map<String, String> paths) {
    try {
      return ConfigReader.readForTraining(
          "the trial's config",
          spec.config().toString(),
          paths.entrySet().stream().map(path -> path.getKey() + "=" + path.getValue()).toList());
    } catch (ConfigException e) {
      throw new TrialTextException("its config: " + e.errors().get(0));
    }
  }

  /**
   * Returns the trial.
   *
   * @param problem of its config
   * @throws TrialTextException if it is another than the text was made of
   */
  static Trial<?> trial(TrialSpec spec, Problem problem) {
    Trial<?> trial = trial(spec, problem, want(spec));
    if (!trial.id().equals(spec.id())) {
      throw new TrialTextException(
          "the trial was made as %s and is %s here: its problem is another; use the program,"
                  .formatted(spec.id(), trial.id())
              + " classes and libraries that it was made with");
    }
    return trial;
  }

  private static <R> Trial<R> trial(TrialSpec spec, Problem problem, Want<R> want) {
    return new Trial<>(problem, settings(spec), spec.width(), spec.seed(), want);
  }

  private static RunSettings settings(TrialSpec spec) {
    try {
      return SettingsBytes.read(Base64.getDecoder().decode(spec.settings()));
    } catch (IOException | IllegalArgumentException e) {
      throw new TrialTextException("its settings cannot be read: " + e.getMessage());
    }
  }
}
