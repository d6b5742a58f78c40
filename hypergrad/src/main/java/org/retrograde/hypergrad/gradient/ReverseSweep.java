package org.retrograde.hypergrad.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Deferred;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.UpdateRule;
import org.retrograde.reversible.storage.DoubleSeries;
import org.retrograde.reversible.storage.DoubleStore;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.WayBack;

/**
 * Reverse-mode differentiation of a whole training run, one pass that every strategy shares.
 *
 * <p>From d_x = gradient of the final loss (of a mean, see {@link JudgedWeights}), for t = T - 1 ..
 * 0: restore x_t, evaluate the gradient g there, pull back the change of the position, restore the
 * moments, pull back their change, and the clip, which leaves the adjoint u of g; add the Hessian
 * product H u to d_x. Costs one training run, and one reverse pass at about twice the price of a
 * gradient, plus the gradients that were not held; keeps the adjoint of one state.
 *
 * <p>The Hessian product is linear, so u is scaled to a largest entry in [1, 2) before it is
 * rounded to the device's precision; where u = 0, it is skipped.
 *
 * <p>The device is waited for once a step, for that largest entry (and where a clip acted, for its
 * product with u); all other numbers of the step are read then, or a step later.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>,
 *     Algorithm 2
 */
final class ReverseSweep implements Keeper.Kept {

  private final Device device;
  private final Objective objective;
  private final StepGradients gradients;
  private final Trajectory trajectory;
  private final JudgedWeights judged;
  private final ForwardPass way;
  private final List<UpdateRule> rules;
  private final SweepObserver observer;
  private final LongSupplier fileBytes;
  private final RunSettings derivative;
  private final List<GroupAdjoint> adjoints = new ArrayList<>();
  private final List<Tensor> gradientAdjoints = new ArrayList<>();
  private final List<Tensor> direction = new ArrayList<>();
  private final List<Tensor> scratch;
  private final DoubleStore norms;
  private final Deferred late = new Deferred();
  private double finalLoss;
  private Reversal.@Nullable End end; // none on the way there

  /**
   * Makes a sweep.
   *
   * @param holds whether linearizations of the last steps are held
   */
  ReverseSweep(
      TrainingRun run,
      WayBack back,
      boolean holds,
      SweepObserver observer,
      LongSupplier fileBytes) {
    this.device = run.device();
    this.objective = run.preparedObjective();
    this.gradients = new StepGradients(run, objective, holds);
    this.trajectory = run.start(gradients, back);
    this.judged = run.judgedWeights();
    this.way = new ForwardPass(trajectory, judged, objective, StepWatcher.NONE);
    this.rules = trajectory.rules();
    this.scratch = trajectory.gradient();
    this.observer = observer;
    this.fileBytes = fileBytes;
    this.derivative = new RunSettings(trajectory.steps(), objective.groups());
    this.norms = new DoubleStore(trajectory.steps() + 1L).fill(Double.NaN);
    for (ParameterGroup group : objective.groups()) {
      int rows = group.rows();
      int cols = group.cols();
      GroupAdjoint adjoint =
          new GroupAdjoint(
              device,
              rows,
              cols,
              group.trainedBy(run.optimizer()).moments(),
              derivative.coefficients());
      adjoints.add(adjoint);
      gradientAdjoints.add(adjoint.gradient());
      direction.add(device.tensor(rows, cols));
    }
  }

  /** Differentiates; what keeps the run sees it after every step, there and back. */
  Hypergradient differentiate(Keeper keeper) {
    keeper.resume(this);
    way.takeAllSteps(() -> keeper.afterStep(this));
    Reversal.End there = end == null ? turn() : end;
    while (trajectory.step() > trajectory.firstStep()) {
      observer.beforeStepBack(trajectory.step(), trajectory.keptStates(), fileBytes.getAsLong());
      stepBack();
      judged.pullBack(trajectory.step(), adjoints);
      noteNorm();
      keeper.afterStep(this);
    }
    if (trajectory.step() == 0) {
      collectStart();
    }
    settle();
    leaveOutBefore(trajectory.firstStep());
    objective.collect(derivative);
    return new Hypergradient(
        finalLoss,
        way.losses(),
        derivative,
        adjoints,
        DoubleSeries.of(norms),
        Reversal.of(trajectory, there));
  }

  /** Judges the end, and begins the way back. */
  private Reversal.End turn() {
    Reversal.End reached = Reversal.End.of(trajectory);
    finalLoss =
        Trained.finite(trajectory.steps(), objective.finalGradient(way.judgedWeights(), scratch));
    judged.begin(scratch, adjoints);
    noteNorm();
    end = reached;
    return reached;
  }

  @Override
  public long fingerprint() {
    return way.fingerprint();
  }

  @Override
  public void archive(Archive archive) {
    settle();
    way.archive(archive);
    Reversal.End known = end;
    if (archive.flag(known != null)) {
      end = (known == null ? Reversal.End.BLANK : known).archived(archive);
      finalLoss = archive.number(finalLoss);
      adjoints.forEach(adjoint -> adjoint.archive(archive));
      archiveTable(archive, derivative.coefficients());
      objective.archive(archive);
      archive.numbers(norms, trajectory.step(), norms.length());
    }
  }

  private static void archiveTable(Archive archive, CoefficientTable table) {
    List<String> words = new ArrayList<>();
    table.coefficients().forEach(coefficient -> words.add(coefficient.word()));
    archive.all(words, () -> "", archive::text);
    for (String word : words) {
      Coefficient coefficient = Optimizers.COEFFICIENTS.find(word).orElseThrow();
      for (int step = 0; step < table.steps(); step++) {
        double[] row = table.row(coefficient, step);
        archive.doubles(row);
        for (int g = 0; archive.reads() && g < row.length; g++) {
          table.set(coefficient, step, g, row[g]);
        }
      }
    }
  }

  /** A step may add to earlier ones, as where it reads the largest rate so far. */
  private void leaveOutBefore(int first) {
    if (first == 0) {
      return;
    }
    CoefficientTable table = derivative.coefficients();
    for (Coefficient coefficient : table.coefficients()) {
      table.change(coefficient, (step, group, value) -> step < first ? 0 : value);
    }
  }

  private void stepBack() {
    int step = trajectory.step() - 1;
    trajectory.restorePositions();
    StepGradients.Point there = pullBack(step);
    double largest = largest(step, gradientAdjoints);
    settle();
    if (largest != 0) {
      addHessianProduct(there, largest);
    }
    there.linearization().release();
  }

  /** Pulls the adjoint back through the update, and leaves u. */
  private StepGradients.Point pullBack(int step) {
    try {
      StepGradients.Point there = gradients.again(step, trajectory.weights(), scratch);
      List<Tensor> gradient = there.gradient();
      trajectory.clip().repeat(step, gradient);
      forEachGroup(
          g ->
              rules
                  .get(g)
                  .pullBackPosition(new Slot(step, g), state(g), adjoints.get(g), gradient.get(g)));
      trajectory.restoreMoments(gradient);
      forEachGroup(
          g ->
              rules
                  .get(g)
                  .pullBackMoments(new Slot(step, g), state(g), adjoints.get(g), gradient.get(g)));
      trajectory.clip().pullBack(step, gradient, gradientAdjoints);
      return there;
    } catch (LaneRangeException e) {
      throw trajectory.cannotBeUndone(e); // something has read a number
    }
  }

  private void forEachGroup(IntConsumer work) {
    for (int g = 0; g < adjoints.size(); g++) {
      int group = g;
      device.inOnePass(() -> work.accept(group));
    }
  }

  /** Reads what has been asked for; the device has just been waited for. */
  private void settle() {
    adjoints.forEach(GroupAdjoint::settle);
    late.run();
  }

  /** Adds H u to d_x. Leaves H u where the gradient was, which is not needed any more. */
  private void addHessianProduct(StepGradients.Point there, double largest) {
    List<Tensor> product = there.gradient();
    double scale = Math.scalb(1d, Math.getExponent(largest));
    for (int g = 0; g < direction.size(); g++) {
      direction.get(g).assignScaled(1 / scale, gradientAdjoints.get(g));
    }
    there.linearization().hessianProduct(direction, product, scale);
    for (int g = 0; g < adjoints.size(); g++) {
      adjoints.get(g).position().addScaled(scale, product.get(g));
    }
  }

  /** Waits for the device and returns the largest magnitude of all groups, which is finite. */
  private double largest(int step, List<Tensor> tensors) {
    List<Scalar> sizes = tensors.stream().map(Tensor::maxAbs).toList();
    trajectory.settle();
    double largest = 0;
    for (int g = 0; g < sizes.size(); g++) {
      double size = sizes.get(g).value();
      if (!Double.isFinite(size)) {
        String name = objective.groups().get(g).name();
        throw new DivergenceException(step, "the adjoint of parameter group " + name, size);
      }
      largest = Math.max(largest, size);
    }
    return largest;
  }

  private void noteNorm() {
    int step = trajectory.step();
    Scalar squares =
        Scalar.sum(
            adjoints.stream()
                .map(GroupAdjoint::position)
                .map(position -> position.dot(position))
                .toList());
    late.add(() -> norms.set(step, Math.sqrt(squares.value())));
  }

  /** The start: w_0 = exp(log scale) * drawn, so the derivative is &lt;d_x, w_0&gt;. */
  private void collectStart() {
    for (int g = 0; g < adjoints.size(); g++) {
      int group = g;
      Scalar toScale = state(g).position().dot(adjoints.get(g).position());
      late.add(() -> derivative.initLogScale()[group] = toScale.value());
    }
    largest(0, adjoints.stream().map(GroupAdjoint::position).toList());
  }

  private GroupState state(int group) {
    return trajectory.states().get(group);
  }
}
