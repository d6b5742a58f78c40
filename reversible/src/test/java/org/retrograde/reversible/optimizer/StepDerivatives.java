package org.retrograde.reversible.optimizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.DoubleStream;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;

/**
 * Some steps as a function of one vector: first the coefficients of every step, then x, then the
 * moments. Its value is a random linear form of x and the moments after the last step. The steps
 * before have brought the running products of AdamW and the scale of a mean square to where they
 * are in the middle of a run.
 */
final class StepDerivatives {

  private static final int LENGTH = 5;
  private static final int FIRST = 3;

  private final Device device;
  private final Optimizer optimizer;
  private final int rows;
  private final int length;
  private final int last;
  private final CoefficientTable table;
  private final Engine engine;
  private final PlainRule plain;
  private final double[] form;

  StepDerivatives(Device device, Optimizer optimizer, int steps, long seed) {
    this(device, optimizer, 1, LENGTH, steps, seed);
  }

  /** Steps of a matrix. */
  StepDerivatives(Device device, Optimizer optimizer, int rows, int cols, int steps, long seed) {
    this.device = device;
    this.optimizer = optimizer;
    this.rows = rows;
    this.length = rows * cols;
    this.last = FIRST + steps;
    Samples samples = new Samples(seed);
    this.table = coefficients(samples, last);
    double[] start = samples.gaussians(length);
    this.engine = new Engine(device, optimizer, table, rows, start);
    this.plain = optimizer.plain(rows);
    this.form = samples.gaussians(length * (1 + optimizer.moments()));
    double[][] moments = new double[optimizer.moments()][length];
    for (int step = 0; step < FIRST; step++) { // by both, as a rule may remember its first
      engine.step(step, Waves.gradient(engine.x()));
      plain.step(new PlainRule.At(table, step, 0), start, moments, Waves.gradient(start));
    }
  }

  /** Decays that need no rounding, through which the derivative goes straight. */
  private static CoefficientTable coefficients(Samples samples, int steps) {
    CoefficientTable table = new CoefficientTable(steps, 1);
    for (int step = 0; step < steps; step++) {
      table.set(Coefficient.LEARNING_RATE, step, 0, samples.integer(400, 2000) / 4096.0);
      table.set(Coefficient.WEIGHT_DECAY, step, 0, samples.integer(1000, 4000) / 4096.0);
      table.set(Coefficient.MOMENTUM, step, 0, samples.integer(32768, 65000) / 65536.0);
      table.set(Coefficient.BETA1, step, 0, samples.integer(32768, 62000) / 65536.0);
      table.set(Coefficient.BETA2, step, 0, samples.integer(40000, 64000) / 65536.0);
      table.set(Coefficient.EPSILON, step, 0, samples.uniform(0.05, 0.3));
      table.set(Coefficient.INTERPOLATION, step, 0, samples.uniform(0.1, 0.9));
      table.set(Coefficient.AVERAGING, step, 0, samples.uniform(0.1, 2));
    }
    return table;
  }

  /** Returns the vector at which the derivative is taken. */
  double[] inputs() {
    DoubleStream coefficients = DoubleStream.empty();
    for (int step = FIRST; step < last; step++) {
      for (Coefficient coefficient : optimizer.coefficients()) {
        coefficients =
            DoubleStream.concat(coefficients, DoubleStream.of(table.get(coefficient, step, 0)));
      }
    }
    return DoubleStream.concat(coefficients, DoubleStream.of(flat(engine.x(), engine.moments())))
        .toArray();
  }

  private static double[] flat(double[] x, double[][] moments) {
    DoubleStream all = DoubleStream.of(x);
    for (double[] moment : moments) {
      all = DoubleStream.concat(all, DoubleStream.of(moment));
    }
    return all.toArray();
  }

  /** Returns how many mean squares are so small that digit noise would be seen in derivatives. */
  int lanesUnderFloor() {
    return engine.rule().lanesUnderFloor(engine.state);
  }

  /** The function in plain doubles. */
  double value(double[] inputs) {
    CoefficientTable moved = table.copy();
    int next = 0;
    for (int step = FIRST; step < last; step++) {
      for (Coefficient coefficient : optimizer.coefficients()) {
        moved.set(coefficient, step, 0, inputs[next++]);
      }
    }
    int[] from = {next};
    double[] x = take(inputs, from);
    double[][] moments = new double[optimizer.moments()][];
    for (int i = 0; i < moments.length; i++) {
      moments[i] = take(inputs, from);
    }
    for (int step = FIRST; step < last; step++) {
      plain.step(new PlainRule.At(moved, step, 0), x, moments, Waves.gradient(x));
    }
    double sum = 0;
    double[] outputs = flat(x, moments);
    for (int i = 0; i < outputs.length; i++) {
      sum += form[i] * outputs[i];
    }
    return sum;
  }

  private double[] take(double[] inputs, int[] next) {
    double[] part = new double[length];
    System.arraycopy(inputs, next[0], part, 0, length);
    next[0] += length;
    return part;
  }

  /** Returns the derivative by central differences of fourth order. */
  double[] byDifferences() {
    double[] inputs = inputs();
    double[] derivative = new double[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      double h = 3e-5;
      derivative[i] =
          (8 * (moved(inputs, i, h) - moved(inputs, i, -h))
                  - (moved(inputs, i, 2 * h) - moved(inputs, i, -2 * h)))
              / (12 * h);
    }
    return derivative;
  }

  private double moved(double[] inputs, int i, double by) {
    double[] moved = inputs.clone();
    moved[i] += by;
    return value(moved);
  }

  /** Returns the derivative by the adjoint, through states that were kept. */
  double[] byAdjoint() {
    Deque<GroupState.Snapshot> kept = new ArrayDeque<>();
    for (int step = FIRST; step < last; step++) {
      kept.push(engine.state.snapshot(device));
      engine.step(step, Waves.gradient(engine.x()));
    }
    CoefficientTable derivatives = new CoefficientTable(last, 1);
    GroupAdjoint adjoint = startAdjoint(derivatives);
    for (int step = last - 1; step >= FIRST; step--) {
      pullBack(new Slot(step, 0), kept.pop(), adjoint);
    }
    adjoint.settle();
    DoubleStream all = DoubleStream.empty();
    for (int step = FIRST; step < last; step++) {
      for (Coefficient coefficient : optimizer.coefficients()) {
        all = DoubleStream.concat(all, DoubleStream.of(derivatives.get(coefficient, step, 0)));
      }
    }
    double[][] moments =
        adjoint.moments().stream().map(moment -> moment.toArray()).toArray(double[][]::new);
    double[] states = flat(adjoint.position().toArray(), moments);
    return DoubleStream.concat(all, DoubleStream.of(states)).toArray();
  }

  private GroupAdjoint startAdjoint(CoefficientTable derivatives) {
    int moments = optimizer.moments();
    GroupAdjoint adjoint = new GroupAdjoint(device, rows, length / rows, moments, derivatives);
    int[] next = {0};
    adjoint.position().assign(take(form, next));
    adjoint.moments().forEach(moment -> moment.assign(take(form, next)));
    return adjoint;
  }

  private void pullBack(Slot at, GroupState.Snapshot before, GroupAdjoint adjoint) {
    engine.state.restorePosition(before);
    double[] x = engine.x();
    var gradient = engine.tensor(Waves.gradient(x));
    engine.rule().pullBackPosition(at, engine.state, adjoint, gradient);
    engine.state.restoreMoments(before);
    engine.rule().pullBackMoments(at, engine.state, adjoint, gradient);
    adjoint.settle();
    double[] u = adjoint.gradient().toArray();
    adjoint.position().addScaled(1, engine.tensor(Waves.hessianTimes(x, u)));
  }
}
