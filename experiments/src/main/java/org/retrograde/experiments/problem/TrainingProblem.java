package org.retrograde.experiments.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.models.data.DataException;
import org.retrograde.models.metrics.Metric;
import org.retrograde.models.metrics.Quality;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** The problem of an experiment on a device. May be shared between threads. */
@API(status = Status.MAINTAINED)
public interface TrainingProblem extends Problem {

  /** Returns the config. */
  ExperimentConfig config();

  /** Returns hashes of all data that was loaded, by name. */
  Map<String, String> dataHashes();

  @Override
  TrainingProblem on(Device other);

  /**
   * Returns the same problem under another parametrization.
   *
   * @throws IllegalArgumentException if the problem has no widths
   */
  default TrainingProblem under(Parametrization parametrization) {
    throw new IllegalArgumentException(
        "problem %s has no widths, so no parametrization"
            .formatted(config().problem().kind().word()));
  }

  /**
   * Returns the same problem with other numbers of its network's architecture, by their keys.
   *
   * @throws IllegalArgumentException if the problem has no such numbers
   */
  default TrainingProblem withArchitecture(Map<String, Double> numbers) {
    throw new IllegalArgumentException(
        "problem %s has no architecture".formatted(config().problem().kind().word()));
  }

  /**
   * Returns where the parameter groups stand, in their order: those of one layer may be tied, and
   * what is a weight is treated as one.
   */
  default List<GroupPlace> places() {
    List<ParameterGroup> groups = groups();
    return IntStream.range(0, groups.size())
        .mapToObj(g -> new GroupPlace(groups.get(g).name(), g, true))
        .toList();
  }

  /**
   * Returns what the parameter groups are in their network, in their order: those of one type or of
   * one block may be tied. Of others than networks nothing is known.
   */
  default List<ModulePlace> modules() {
    return ModulePlace.unknown(groups().stream().map(ParameterGroup::name).toList());
  }

  /** Returns the width from which width factors count. */
  default int baseWidth() {
    return width();
  }

  /**
   * Returns what of the objective's loss parameters may be tuned, and where that starts, by name.
   */
  default Map<String, double[]> lossParameters() {
    return Map.of();
  }

  /**
   * Returns the class of each training row.
   *
   * @throws DataException if it has no rows that could have weights
   */
  default int[] rowClasses() {
    throw new DataException(
        "example-weights are of the training rows of a network with labels (problem: network),"
            + " and this problem has none; tune something else");
  }

  /**
   * Returns settings that need no tuning, by name, to be judged beside those that were tuned.
   *
   * @param start where tuning starts. Not modified.
   */
  default Map<String, RunSettings> references(RunSettings start) {
    return Map.of();
  }

  /**
   * Returns the class of an objective that is not this program's, whose derivatives are its
   * author's; empty where this program differentiates.
   */
  default Optional<String> objectiveClass() {
    return Optional.empty();
  }

  /**
   * Returns the least final loss of an answer that is the same for every row, which knows nothing
   * of the inputs; empty where that has no meaning.
   */
  default OptionalDouble constantLoss() {
    return OptionalDouble.empty();
  }

  /**
   * Returns a figure of an answer that is the same for every row: the most frequent class of the
   * training rows or the mean of their targets, and for the loss the best such answer. Empty where
   * that has no meaning.
   *
   * @param part one of {@link #parts}
   */
  default OptionalDouble constant(Metric metric, String part) {
    return OptionalDouble.empty();
  }

  /** Returns the figures by which what is trained may be judged, the usual one first. */
  default List<Metric> metrics() {
    return Metric.OF_LOSSES;
  }

  /**
   * Returns how predictions came out that are more than their loss.
   *
   * @param part one of {@link #parts}
   * @param run as {@link #run} made it
   * @param trained its end
   */
  default Quality quality(String part, TrainingRun run, Trained trained) {
    return Quality.NONE;
  }

  /** Returns the names of the classes that are predicted, in order; empty where there are none. */
  default List<String> classNames() {
    return List.of();
  }

  /**
   * Returns the same problem, with the same data, trained in another way.
   *
   * @param other differs from {@link #config} in its training, and in what is done with it
   * @throws IllegalArgumentException if the problem has no other ways
   */
  default TrainingProblem trainedAs(ExperimentConfig other) {
    throw new IllegalArgumentException(
        "problem %s has no other ways of training".formatted(config().problem().kind().word()));
  }

  /**
   * Returns whether loading the config gives this very problem, so that other processes can make it
   * too; not where rows were changed since, or numbers that no config has.
   */
  default boolean isOfConfig() {
    return true;
  }

  /**
   * Returns what decides the bits of its runs beside description, program and device, by names for
   * people: where a library that is not ours chooses what it computes by the processor, say.
   */
  default Map<String, String> surroundings() {
    return Map.of();
  }

  /** Returns the unit that losses have beside nats; empty where they have none. */
  default Optional<LossUnit> lossUnit() {
    return Optional.empty();
  }

  /** Returns what is trained, on what: sentences for the head of a run. */
  default List<String> outline() {
    return List.of(
        "%,d parameters in %d groups"
            .formatted(groups().stream().mapToLong(ParameterGroup::size).sum(), groups().size()));
  }

  /** Returns what of the data is likely to spoil every training, and what helps: a line each. */
  default List<String> warnings() {
    return List.of();
  }

  @Override
  default String description() {
    return Descriptions.of(config(), dataHashes());
  }

  @Override
  default Optimizer optimizer() {
    return config().training().optimizer();
  }

  /** Returns the bytes that one hypergradient may take, beside the data. */
  default long budgetBytes() {
    return config()
        .run()
        .budgetBytes(device().freeBytes().orElse(Runtime.getRuntime().maxMemory()));
  }

  /**
   * Returns the same problem, whose runs keep their states in a place and go on from there; the
   * same as it is if its runs are too brief to be worth it.
   */
  default TrainingProblem keepingIn(CheckpointPlace place) {
    return this;
  }

  /** Returns where runs keep their states, if they do. */
  default Optional<CheckpointPlace> checkpoints() {
    return Optional.empty();
  }

  /** Returns how a run of some width and seed is carried out. */
  default TrainingOptions options(int width, long seed) {
    return options()
        .withCheckpoints(
            checkpoints().map(place -> place.of(description(), width, seed)).orElse(null));
  }

  /** Returns how runs are carried out. */
  default TrainingOptions options() {
    RunConfig run = config().run();
    double clip = config().training().clip();
    TuneConfig tune = config().tune();
    return TrainingOptions.DEFAULT
        .withHashEvery(run.hashEvery())
        .withFractionBits(run.fractionBits())
        .withSpill(run.spillBytes(), TrainingOptions.DEFAULT.spillFolder())
        .withHeldBytes(budgetBytes() / 2)
        .withClip(clip == 0 ? Double.POSITIVE_INFINITY : clip)
        .withAverage(config().training().average())
        .withLastSteps(
            tune == null || tune.lastSteps() == 0 ? Integer.MAX_VALUE : tune.lastSteps());
  }
}
