package org.retrograde.hypergrad.tune;

import java.util.Arrays;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.reversible.word.Word;

/**
 * Descends on raw hyperparameters by their hypergradients. It keeps no state of its own: the state
 * goes in and comes out.
 */
public interface MetaOptimizer extends Word {

  /**
   * Returns whether a raw number moves by about the step size, however large its derivative is, so
   * that the step size tells how far tuning looks around.
   */
  default boolean movesByStepSize() {
    return false;
  }

  /** Returns the state before the first update. */
  MetaState start(int size);

  /**
   * Returns raw numbers and state after one update.
   *
   * @param raw not modified
   * @param gradient with respect to {@code raw}. Not modified.
   * @param stepSize factor of the update, above 0
   * @param state as returned by the update before
   */
  Update update(double[] raw, double[] gradient, double stepSize, MetaState state);

  /**
   * What an update gives.
   *
   * @param raw new raw numbers
   * @param state for the next update
   */
  record Update(RawVector raw, MetaState state) {}

  /** Plain gradient descent. */
  record Sgd() implements MetaOptimizer {

    @Override
    public String word() {
      return "sgd";
    }

    @Override
    public String meaning() {
      return "plain gradient descent";
    }

    @Override
    public MetaState start(int size) {
      return MetaState.zeros(0, size);
    }

    @Override
    public Update update(double[] raw, double[] gradient, double stepSize, MetaState state) {
      return moved(raw, gradient, stepSize, state.next());
    }
  }

  /**
   * Heavy-ball momentum: v = mu v + g; raw -= step v.
   *
   * @param momentum mu, in [0, 1)
   */
  record Momentum(double momentum) implements MetaOptimizer {

    /** Checks the range. */
    public Momentum {
      requireFraction("momentum", momentum);
    }

    /** Makes one with the usual number. */
    public Momentum() {
      this(0.9);
    }

    @Override
    public String word() {
      return "momentum";
    }

    @Override
    public String meaning() {
      return "gradient descent with momentum";
    }

    @Override
    public MetaState start(int size) {
      return MetaState.zeros(1, size);
    }

    @Override
    public Update update(double[] raw, double[] gradient, double stepSize, MetaState state) {
      double[] velocity = state.moment(0);
      for (int i = 0; i < velocity.length; i++) {
        velocity[i] = momentum * velocity[i] + gradient[i];
      }
      return moved(raw, velocity, stepSize, state.next(velocity));
    }
  }

  /**
   * Adam with bias correction.
   *
   * @param beta1 decay of the mean, in [0, 1)
   * @param beta2 decay of the mean square, in [0, 1)
   * @param epsilon added to the root of the mean square, above 0
   * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015)</a>, Algorithm 1
   */
  record Adam(double beta1, double beta2, double epsilon) implements MetaOptimizer {

    /** Checks the ranges. */
    public Adam {
      requireFraction("beta1", beta1);
      requireFraction("beta2", beta2);
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException("epsilon must be above 0, got " + epsilon);
      }
    }

    /** Makes one with the usual numbers for hyperparameters. */
    public Adam() {
      this(0.9, 0.99, 1e-8);
    }

    @Override
    public String word() {
      return "adam";
    }

    @Override
    public String meaning() {
      return "Adam, by Kingma and Ba (2015)";
    }

    @Override
    public boolean movesByStepSize() {
      return true;
    }

    @Override
    public MetaState start(int size) {
      return MetaState.zeros(2, size);
    }

    @Override
    public Update update(double[] raw, double[] gradient, double stepSize, MetaState state) {
      double[] mean = state.moment(0);
      double[] square = state.moment(1);
      int count = state.count() + 1;
      double[] direction = new double[raw.length];
      for (int i = 0; i < raw.length; i++) {
        mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
        square[i] = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i];
        double unbiasedMean = mean[i] / (1 - Math.pow(beta1, count));
        double unbiasedSquare = square[i] / (1 - Math.pow(beta2, count));
        direction[i] = unbiasedMean / (Math.sqrt(unbiasedSquare) + epsilon);
      }
      return moved(raw, direction, stepSize, state.next(mean, square));
    }
  }

  /**
   * Moves every raw number by the step size against the sign of its derivative, whatever its size.
   */
  record Sign() implements MetaOptimizer {

    @Override
    public String word() {
      return "sign";
    }

    @Override
    public String meaning() {
      return "moves every number by the step size against the sign of its derivative";
    }

    @Override
    public boolean movesByStepSize() {
      return true;
    }

    @Override
    public MetaState start(int size) {
      return MetaState.zeros(0, size);
    }

    @Override
    public Update update(double[] raw, double[] gradient, double stepSize, MetaState state) {
      double[] signs = Arrays.stream(gradient).map(Math::signum).toArray();
      return moved(raw, signs, stepSize, state.next());
    }
  }

  /**
   * Shortens the moves of another meta-optimizer.
   *
   * @param inner makes the moves
   * @param largest norm of a move in raw numbers, above 0
   */
  record NormClipped(MetaOptimizer inner, double largest) implements MetaOptimizer {

    /** Checks the range. */
    public NormClipped {
      if (!(largest > 0)) {
        throw new IllegalArgumentException("largest must be above 0, got " + largest);
      }
    }

    @Override
    public String word() {
      return inner.word();
    }

    @Override
    public String meaning() {
      return inner.meaning();
    }

    @Override
    public boolean movesByStepSize() {
      return inner.movesByStepSize();
    }

    @Override
    public MetaState start(int size) {
      return inner.start(size);
    }

    @Override
    public Update update(double[] raw, double[] gradient, double stepSize, MetaState state) {
      Update update = inner.update(raw, gradient, stepSize, state);
      RawVector start = new RawVector(raw);
      RawVector move = update.raw().plus(start.scaled(-1));
      return move.norm() > largest
          ? new Update(start.plus(move.clipped(largest)), update.state())
          : update;
    }
  }

  private static Update moved(double[] raw, double[] direction, double stepSize, MetaState state) {
    double[] moved = Arrays.copyOf(raw, raw.length);
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= stepSize * direction[i];
    }
    return new Update(new RawVector(moved), state);
  }

  private static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
    }
  }
}
