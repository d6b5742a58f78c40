package org.retrograde.experiments.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.hyperparameter.TrainingInputs;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * One experiment, resolved and checked: every default is filled in and every reference holds. Made
 * by {@link ConfigReader}; a section that is not there is null.
 *
 * @param name short name, lower-case letters, digits and dashes
 * @param title one line for the head of the report; may be empty
 * @param summary a few sentences; may be empty
 * @param minutes expected minutes on two cores; 0 is unknown
 * @param seed the root seed
 * @param run where and how exactly the kernels run
 * @param problem what is trained
 * @param data the rows of a network, else {@link DataConfig.None}
 * @param model the network; without a meaning for other problems
 * @param training one training run
 * @param tune what is tuned
 * @param search what is searched without derivatives
 * @param arms untuned settings by name, in the order of the file
 * @param transfer training at other widths
 * @param grid a search for the arms
 * @param reversal the proof of reversal
 * @param judge judging of the settings before and after tuning
 * @param meanHypergradient the hypergradient averaged over seeds
 * @param landscape loss and derivative over learning rates
 * @param published figures to compare with, maybe none
 * @param sweep loss against learning rate at several widths
 * @param ablations experiments whose sweeps are made as part of this one, maybe none
 * @param own sections of {@link Sections}, by their words
 */
public record ExperimentConfig(
    String name,
    String title,
    String summary,
    double minutes,
    long seed,
    RunConfig run,
    ProblemConfig problem,
    DataConfig data,
    ModelConfig model,
    TrainingConfig training,
    @Nullable TuneConfig tune,
    @Nullable SearchConfig search,
    Map<String, ArmConfig> arms,
    @Nullable TransferConfig transfer,
    @Nullable GridConfig grid,
    @Nullable ReversalConfig reversal,
    @Nullable JudgeConfig judge,
    @Nullable MeanHypergradientConfig meanHypergradient,
    @Nullable LandscapeConfig landscape,
    List<PublishedConfig> published,
    @Nullable SweepConfig sweep,
    List<String> ablations,
    Map<String, Object> own) {
  /** Copies the lists and the maps, keeping their order. */
  public ExperimentConfig {
    published = List.copyOf(published);
    ablations = ablations == null ? List.of() : List.copyOf(ablations);
    arms = Collections.unmodifiableMap(new LinkedHashMap<>(arms));
    own = own == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(own));
  }

  /**
   * Returns where tuning starts: the arm that {@code tune.start} names, or the settings of {@code
   * training}.
   *
   * @return never null, also without {@code tune}
   */
  public ArmConfig startingArm() {
    ArmConfig arm = arm(tune == null ? null : tune.start());
    return arm != null
        ? arm
        : new ArmConfig(
            training.schedule(),
            training.learningRate(),
            training.coefficient(Coefficient.MOMENTUM),
            "training");
  }

  /**
   * Returns where searches start: the arm that {@code search.start} names, or where tuning does.
   *
   * @return never null, also without {@code search}
   */
  public ArmConfig searchStart() {
    ArmConfig arm = arm(search == null ? null : search.start());
    return arm != null ? arm : startingArm();
  }

  private @Nullable ArmConfig arm(@Nullable String arm) {
    return arm == null ? null : arms.get(arm);
  }

  /** Returns what is tuned by descent; empty without {@code tune}. */
  public List<HyperparameterConfig> tunedHyperparameters() {
    return tune == null ? List.of() : tune.hyperparameters();
  }

  /**
   * Returns what is searched without derivatives: what {@code search} lists, or what is tuned;
   * empty without {@code search}.
   */
  public List<HyperparameterConfig> searchedHyperparameters() {
    if (search == null) {
      return List.of();
    }
    return search.hyperparameters().isEmpty() ? tunedHyperparameters() : search.hyperparameters();
  }

  /**
   * Returns the numbers of the architecture that are searched too; empty without {@code search}.
   */
  public List<SearchedSettingConfig> searchedSettings() {
    return search == null ? List.of() : search.architecture();
  }

  /** Returns the first seeds of a purpose. */
  public List<Long> seeds(String purpose, int count) {
    return Arrays.stream(Seeds.range(seed, purpose, 0, count)).boxed().toList();
  }

  /** Returns a section of the class path, if it is there. */
  public <T> Optional<T> own(String word, Class<T> type) {
    return Optional.ofNullable(own.get(word)).map(type::cast);
  }

  /** Returns whether the training inputs are tuned or searched. */
  public boolean tunesInputs() {
    return Stream.of(tunedHyperparameters(), searchedHyperparameters())
        .flatMap(List::stream)
        .anyMatch(tuned -> tuned.name() instanceof TrainingInputs);
  }

  /** Returns whether the final loss is that of the training rows, not of the validation rows. */
  public boolean judgesTraining() {
    return Stream.of(
            tune == null ? null : tune.objective(),
            meanHypergradient == null ? null : meanHypergradient.objective(),
            landscape == null ? null : landscape.objective())
        .anyMatch(TuneConfig.Objective.TRAINING::equals);
  }

  /** Returns the same experiment with another parametrization. */
  public ExperimentConfig withParametrization(Parametrization parametrization) {
    return with(run, model.withParametrization(parametrization), own);
  }

  /** Returns the same experiment with kernels that run elsewhere. */
  public ExperimentConfig withRun(RunConfig other) {
    return with(other, model, own);
  }

  /** Returns the same experiment with another number of hidden layers. */
  public ExperimentConfig withDepth(int depth) {
    return with(run, model.withDepth(depth), own);
  }

  /** Returns the same experiment with other numbers of its architecture, by their keys. */
  public ExperimentConfig withArchitecture(Map<String, Double> numbers) {
    return with(run, model.withNumbers(numbers), own);
  }

  ExperimentConfig withOwn(Map<String, Object> sections) {
    return with(run, model, sections);
  }

  private ExperimentConfig with(
      RunConfig otherRun, ModelConfig otherModel, Map<String, Object> otherSections) {
    return new ExperimentConfig(
        name,
        title,
        summary,
        minutes,
        seed,
        otherRun,
        problem,
        data,
        otherModel,
        training,
        tune,
        search,
        arms,
        transfer,
        grid,
        reversal,
        judge,
        meanHypergradient,
        landscape,
        published,
        sweep,
        ablations,
        otherSections);
  }

  /** Returns the file or folder that it is about; empty if there is none. */
  public Optional<Path> place() {
    return problem.kind().place(problem.settings(), data);
  }

  /** Returns the widths that its problem comes in. */
  public Widths widths() {
    return problem.kind().widths(problem.settings(), model);
  }
}
