package org.retrograde.hypergrad.gradient;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.MultipliedObjective;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.objective.PenalizedObjective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.GradientFunction;
import org.retrograde.reversible.trajectory.Start;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.TrajectorySetup;
import org.retrograde.reversible.trajectory.WayBack;

/**
 * One training run, ready to be trained or differentiated.
 *
 * @param device where it lives
 * @param objective what it descends; its loss parameters are set to those of {@code settings}
 * @param optimizer update rule
 * @param settings coefficients, init scales, penalties, loss parameters
 * @param options how it is carried out
 */
public record TrainingRun(
    Device device,
    Objective objective,
    Optimizer optimizer,
    RunSettings settings,
    TrainingOptions options) {

  /** Makes a run with {@link TrainingOptions#DEFAULT}. */
  public TrainingRun(
      Device device, Objective objective, Optimizer optimizer, RunSettings settings) {
    this(device, objective, optimizer, settings, TrainingOptions.DEFAULT);
  }

  /** Returns the same run with other settings. */
  public TrainingRun withSettings(RunSettings other) {
    return new TrainingRun(device, objective, optimizer, other, options);
  }

  /** Returns the same run with other options. */
  public TrainingRun withOptions(TrainingOptions other) {
    return new TrainingRun(device, objective, optimizer, settings, other);
  }

  /**
   * Trains, from the last of its {@linkplain TrainingOptions#checkpoints checkpoints} if there is
   * one.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  public Trained train() {
    try (Keeper keeper = keeper("training")) {
      return train(keeper);
    }
  }

  /**
   * Trains, from the first step, and shows the weights at the start and after every step.
   *
   * @param watcher is given the weights as the loss has them, multipliers included, and never an
   *     average of them; they change with the next step. Not to be modified.
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  public Trained train(Consumer<List<Tensor>> watcher) {
    Objective loss = preparedObjective();
    return train(loss, new WeightsShown(loss, watcher), nothing());
  }

  /**
   * Trains, and lets somebody watch each step. The run has the bits that it has without.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  public Trained train(StepWatcher watcher) {
    String kept = watcher.keptAs();
    try (Keeper keeper = kept.isEmpty() ? nothing() : keeper("training, " + kept)) {
      return train(watcher, keeper);
    }
  }

  /**
   * Trains, and lets somebody stand between the run and its loss, who sees the gradient of every
   * step before the step is taken, and may still change the learning rates of that step and of
   * later ones in the settings of this run.
   *
   * @param around makes what is trained of the prepared objective; asked for the gradient of each
   *     step once, in order
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  public Trained trainThrough(UnaryOperator<Objective> around) {
    return train(around.apply(preparedObjective()), StepWatcher.NONE, nothing());
  }

  private Keeper nothing() {
    return new Keeper.None(options.spillSpace());
  }

  /** Trains under a keeper, which its caller closes. */
  Trained train(Keeper keeper) {
    return train(StepWatcher.NONE, keeper);
  }

  /** Trains under a keeper, which its caller closes, and lets somebody watch. */
  Trained train(StepWatcher watcher, Keeper keeper) {
    return keeper.whole(() -> train(preparedObjective(), watcher, keeper));
  }

  private Trained train(Objective loss, StepWatcher watcher, Keeper keeper) {
    Trajectory trajectory = start(shown(loss, watcher), new WayBack.None());
    ForwardPass way = new ForwardPass(trajectory, judgedWeights(), loss, watcher);
    keeper.resume(way);
    way.takeAllSteps(() -> keeper.afterStep(way));
    return new Trained(loss, way.losses(), way.judgedWeights(), trajectory.stateHash());
  }

  private static GradientFunction shown(Objective loss, StepWatcher watcher) {
    return (step, weights, gradient) -> {
      Scalar value = loss.evaluate(step, weights, gradient);
      watcher.gradient(step, gradient);
      return value;
    };
  }

  /** Shows the weights at the start and after every step. */
  private record WeightsShown(Objective loss, Consumer<List<Tensor>> to) implements StepWatcher {

    @Override
    public void before(Trajectory run) {
      if (run.step() == 0) {
        to.accept(loss.effective(run.weights()));
      }
    }

    @Override
    public void after(Trajectory run, double before) {
      to.accept(loss.effective(run.weights()));
    }
  }

  /**
   * Trains and goes back without differentiating: the proof that this run can be undone.
   *
   * @throws IllegalArgumentException if the optimizer's steps cannot be undone
   */
  public Reversal reverse() {
    try (SpillSpace space = options.spillSpace()) {
      Objective loss = preparedObjective();
      Trajectory trajectory = start(loss, new WayBack.Undo(space, firstStep()));
      while (trajectory.step() < trajectory.steps()) {
        trajectory.forward();
      }
      Reversal.End end = Reversal.End.of(trajectory);
      while (trajectory.step() > trajectory.firstStep()) {
        trajectory.backward();
      }
      return Reversal.of(trajectory, end);
    }
  }

  /** Returns the step down to which a hypergradient goes back. */
  public int firstStep() {
    return Math.max(0, settings.coefficients().steps() - options.lastSteps());
  }

  /** Returns the objective with this run's loss parameters, multipliers and penalty. */
  public Objective preparedObjective() {
    for (LossParameter parameter : objective.parameters()) {
      parameter.adjoint().fill(0);
    }
    Objective loss = objective;
    for (String name : settings.lossParameterNames()) {
      double[] values = settings.lossParameter(name);
      if (name.equals(RunSettings.LOG_MULTIPLIERS)) {
        loss = new MultipliedObjective(device, objective, values);
      } else {
        lossParameter(name).value().assign(values);
      }
    }
    return settings.hasPenalty()
        ? new PenalizedObjective(device, loss, settings.penalties(loss.groups()))
        : loss;
  }

  private LossParameter lossParameter(String name) {
    return objective.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the objective has no loss parameter called '" + name + "'"));
  }

  /**
   * Returns the weights before the first step: what was drawn times the init scales.
   *
   * @return new arrays, row by row
   */
  public List<double[]> initialWeights() {
    Start start = start();
    List<double[]> initial = new ArrayList<>();
    for (int g = 0; g < start.drawn().size(); g++) {
      double scale = start.scales().get(g);
      double[] weights = start.drawn().get(g).toArray();
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= scale;
      }
      initial.add(weights);
    }
    return initial;
  }

  /** Returns the weights before the first step on the device, one new tensor a parameter group. */
  public List<Tensor> initialTensors() {
    Start start = start();
    List<Tensor> tensors = new ArrayList<>();
    for (int g = 0; g < start.drawn().size(); g++) {
      Tensor drawn = start.drawn().get(g);
      Tensor tensor = device.tensor(drawn.rows(), drawn.cols());
      tensor.assignScaled(start.scales().get(g), drawn);
      tensors.add(tensor);
    }
    return tensors;
  }

  private Start start() {
    return new Start(
        objective.initialWeights(device),
        Arrays.stream(settings.initLogScale()).map(Math::exp).boxed().toList());
  }

  /** Returns the run at step 0. */
  Trajectory start(GradientFunction loss, WayBack way) {
    TrajectorySetup setup =
        new TrajectorySetup(
            objective.groups(),
            loss,
            optimizer,
            settings.coefficients(),
            options.clip(),
            options.hashEvery(),
            options.fractionBits());
    return new Trajectory(device, setup, way, start());
  }

  /** Returns what will be judged of this run, before its first step. */
  JudgedWeights judgedWeights() {
    return new JudgedWeights(
        device, objective.groups(), options.average(), settings.coefficients().steps());
  }

  /**
   * Opens what keeps this run.
   *
   * @param way what is done of it
   */
  Keeper keeper(String way) {
    return keeper(way, UnaryOperator.identity());
  }

  /** Opens what keeps this run; what is written goes through a stream that a test may end. */
  Keeper keeper(String way, UnaryOperator<OutputStream> through) {
    Checkpoints where = options.checkpoints();
    return Optional.ofNullable(where)
        .flatMap(
            given -> FileKeeper.open(given, key(way, given), options.spillBudgetBytes(), through))
        .map(Keeper.class::cast)
        .orElseGet(() -> new Keeper.None(options.spillSpace()));
  }

  /** Returns the SHA-256 of everything that the bits of this run depend on, as far as is known. */
  private String key(String way, Checkpoints where) {
    MessageDigest digest = sha256();
    List<Object> parts =
        List.of(
            way,
            where.identity(),
            device.name(),
            device.precision(),
            objective.groups(),
            optimizer,
            options.clip(),
            options.hashEvery(),
            options.lastSteps(),
            options.average(),
            options.fractionBits());
    digest.update(parts.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(SettingsBytes.of(settings));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
