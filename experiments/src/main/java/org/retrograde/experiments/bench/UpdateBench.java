package org.retrograde.experiments.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Muon;
import org.retrograde.reversible.optimizer.Nesterov;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.ReversibleRule;
import org.retrograde.reversible.optimizer.RmsProp;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.UpdateRule;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Times the exact updates alone, on the parameters of a 784-50-50-50-10 network with gradients that
 * cost nothing: what a step costs forward, and back (undone where it can be, and its adjoint pulled
 * back), in processor time of the one thread. Optimizers take turns, so that a slow minute falls on
 * all of them.
 */
public final class UpdateBench {

  private static final List<ParameterGroup> GROUPS = Workload.NARROW.spec().groups();
  private static final double GRADIENT_SIZE = 0.01;
  private static final int GRADIENTS = 4;
  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          new Momentum(MomentumForm.PAPER),
          new Momentum(MomentumForm.HEAVY_BALL),
          new AdamW(),
          new Muon(),
          new Nesterov(),
          new RmsProp());

  private final Device device;
  private final int steps;
  private final int repeats;

  /**
   * Makes the bench.
   *
   * @param steps of each run, at least 1
   * @param repeats of each measurement, at least 1; the first is not counted
   */
  public UpdateBench(Device device, int steps, int repeats) {
    this.device = device;
    this.steps = steps;
    this.repeats = repeats;
  }

  /** Measures all optimizers, in the order of {@link #OPTIMIZERS}: SGD with momentum first. */
  public List<Cost> run(Progress progress) {
    List<List<Sample>> samples = new ArrayList<>();
    OPTIMIZERS.forEach(optimizer -> samples.add(new ArrayList<>()));
    progress.begin("updates", (repeats + 1) * OPTIMIZERS.size());
    for (int repeat = 0; repeat <= repeats; repeat++) {
      for (int i = 0; i < OPTIMIZERS.size(); i++) {
        Sample sample = new Run(OPTIMIZERS.get(i)).sample();
        if (repeat > 0) {
          samples.get(i).add(sample);
        }
        progress.step(OPTIMIZERS.get(i).label());
      }
    }
    progress.end();
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < OPTIMIZERS.size(); i++) {
      costs.add(Cost.of(OPTIMIZERS.get(i), samples.get(i)));
    }
    return costs;
  }

  /**
   * What one optimizer costs a parameter and step.
   *
   * @param optimizer its name
   * @param forwardNanos nanoseconds forward, digits kept, weights rounded
   * @param undoNanos nanoseconds of undoing it, weights rounded; 0 where no step is undone
   * @param adjointNanos nanoseconds of pulling the adjoint back, without the Hessian product
   * @param accountedBits of going back; 0 where no step is undone
   * @param allocatedBits the same, all that is kept for it
   * @param entropyBits the least that could be
   */
  public record Cost(
      String optimizer,
      Timings forwardNanos,
      Timings undoNanos,
      Timings adjointNanos,
      double accountedBits,
      double allocatedBits,
      double entropyBits) {

    private static Cost of(Optimizer optimizer, List<Sample> samples) {
      Sample any = samples.get(0);
      return new Cost(
          optimizer.label(),
          Timings.of(samples.stream().map(Sample::forward).toList()),
          Timings.of(samples.stream().map(Sample::undo).toList()),
          Timings.of(samples.stream().map(Sample::adjoint).toList()),
          any.accounted(),
          any.allocated(),
          any.entropy());
    }
  }

  private record Sample(
      double forward,
      double undo,
      double adjoint,
      double accounted,
      double allocated,
      double entropy) {}

  /** One run of one optimizer, all groups, there and back. */
  private final class Run {

    private final Optimizer optimizer;
    private final List<UpdateRule> rules = new ArrayList<>();
    private final SpillSpace space = SpillSpace.inMemory();
    private final List<GroupState> states = new ArrayList<>();
    private final List<GroupAdjoint> adjoints = new ArrayList<>();
    private final List<List<Tensor>> gradients = new ArrayList<>();
    private final List<Tensor> weights = new ArrayList<>();
    private long parameters;

    Run(Optimizer optimizer) {
      CoefficientTable derivatives = new CoefficientTable(steps, GROUPS.size());
      this.optimizer = optimizer;
      RandomGenerator random = new Well19937c(1);
      for (ParameterGroup group : GROUPS) {
        int rows = group.rows();
        int cols = group.cols();
        Optimizer own = group.trainedBy(optimizer);
        rules.add(own.bind(device, coefficients()));
        GroupState state = own.zeros(device, rows, cols);
        if (optimizer.isReversible()) {
          state.keep(space);
        }
        states.add(state);
        GroupAdjoint adjoint = new GroupAdjoint(device, rows, cols, own.moments(), derivatives);
        adjoint.position().assign(Workload.gaussians(random, rows * cols, GRADIENT_SIZE));
        adjoints.add(adjoint);
        gradients.add(gradients(random, rows, cols));
        weights.add(device.tensor(rows, cols));
        parameters += (long) rows * cols;
      }
    }

    private CoefficientTable coefficients() {
      return new CoefficientTable(steps, GROUPS.size())
          .fill(Coefficient.LEARNING_RATE, 1e-3)
          .fill(Coefficient.MOMENTUM, 0.9)
          .fill(Coefficient.BETA1, 0.9)
          .fill(Coefficient.BETA2, 0.999)
          .fill(Coefficient.EPSILON, 1e-8)
          .fill(Coefficient.WEIGHT_DECAY, 0.1);
    }

    private List<Tensor> gradients(RandomGenerator random, int rows, int cols) {
      List<Tensor> several = new ArrayList<>();
      for (int i = 0; i < GRADIENTS; i++) {
        Tensor gradient = device.tensor(rows, cols);
        gradient.assign(Workload.gaussians(random, rows * cols, GRADIENT_SIZE));
        several.add(gradient);
      }
      return several;
    }

    Sample sample() {
      long start = processorNanos();
      for (int t = 0; t < steps; t++) {
        step(t);
      }
      long turn = processorNanos();
      MemoryBits bits =
          states.stream()
              .map(state -> state.buffer().memory())
              .reduce(MemoryBits.ZERO, MemoryBits::plus);
      long undo = 0;
      long adjoint = 0;
      for (int t = steps - 1; t >= 0; t--) {
        long began = processorNanos();
        undoPositions(t);
        long first = processorNanos();
        pullBackPositions(t);
        long second = processorNanos();
        undoMoments(t);
        long third = processorNanos();
        pullBackMoments(t);
        adjoints.forEach(GroupAdjoint::settle);
        undo += (first - began) + (third - second);
        adjoint += (second - first) + (processorNanos() - third);
      }
      double count = (double) parameters * steps;
      return new Sample(
          (turn - start) / count,
          optimizer.isReversible() ? undo / count : 0,
          adjoint / count,
          bits.accounted() / count,
          bits.allocated() / count,
          bits.entropyLimit() / count);
    }

    /** Not the wall's time: other programs would be in it. */
    private static long processorNanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void step(int step) {
      inOnePass(
          g -> {
            Slot at = new Slot(step, g);
            if (optimizer.followsGradients()) {
              rules.get(g).makeRoom(at, states.get(g), gradient(step, g).maxAbs().value());
            }
            rules.get(g).step(at, states.get(g), gradient(step, g), weights.get(g));
          });
    }

    private void undoPositions(int step) {
      if (optimizer.isReversible()) {
        inOnePass(
            g -> reversible(g).undoPosition(new Slot(step, g), states.get(g), weights.get(g)));
      }
    }

    private void undoMoments(int step) {
      if (optimizer.isReversible()) {
        inOnePass(
            g -> reversible(g).undoMoments(new Slot(step, g), states.get(g), gradient(step, g)));
      }
    }

    private ReversibleRule reversible(int group) {
      return (ReversibleRule) rules.get(group);
    }

    private void pullBackPositions(int step) {
      inOnePass(
          g ->
              rules
                  .get(g)
                  .pullBackPosition(
                      new Slot(step, g), states.get(g), adjoints.get(g), gradient(step, g)));
    }

    private void pullBackMoments(int step) {
      inOnePass(
          g ->
              rules
                  .get(g)
                  .pullBackMoments(
                      new Slot(step, g), states.get(g), adjoints.get(g), gradient(step, g)));
    }

    /** Works on each group as a run does. */
    private void inOnePass(IntConsumer work) {
      for (int g = 0; g < states.size(); g++) {
        int group = g;
        device.inOnePass(() -> work.accept(group));
      }
    }

    private Tensor gradient(int step, int group) {
      return gradients.get(group).get(step % GRADIENTS);
    }
  }
}
