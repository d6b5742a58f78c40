package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An update rule as the textbooks write it, in plain doubles, beside the one that it checks.
 *
 * @param optimizer the one to check
 * @param step changes a state by one step
 */
record Textbook(Optimizer optimizer, Step step) {

  static final List<Textbook> ALL =
      List.of(
          new Textbook(new Momentum(MomentumForm.PAPER), Textbook::paper),
          new Textbook(new Momentum(MomentumForm.HEAVY_BALL), Textbook::heavyBall),
          new Textbook(new AdamW(4), Textbook::adamW),
          new Textbook(new Nesterov(), Textbook::nesterov),
          new Textbook(new RmsProp(4), Textbook::rmsProp));

  @Override
  public String toString() {
    return optimizer.label();
  }

  /** Takes one step. */
  interface Step {
    void take(ToDoubleFunction<Coefficient> c, double[] g, State state);
  }

  /**
   * x, the moments, and the products of all beta1 and of all beta2 so far. Modified by steps.
   *
   * @param x position
   * @param moments in the optimizer's order
   * @param products of beta1 and beta2
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record State(double[] x, double[][] moments, double[] products) {}

  private static void paper(ToDoubleFunction<Coefficient> c, double[] g, State state) {
    double gamma = c.applyAsDouble(Coefficient.MOMENTUM);
    double[] v = state.moments[0];
    for (int i = 0; i < g.length; i++) {
      v[i] = gamma * v[i] - (1 - gamma) * g[i];
      state.x[i] += c.applyAsDouble(Coefficient.LEARNING_RATE) * v[i];
    }
  }

  private static void heavyBall(ToDoubleFunction<Coefficient> c, double[] g, State state) {
    double[] v = state.moments[0];
    for (int i = 0; i < g.length; i++) {
      v[i] = c.applyAsDouble(Coefficient.MOMENTUM) * v[i] + g[i];
      state.x[i] -= c.applyAsDouble(Coefficient.LEARNING_RATE) * v[i];
    }
  }

  private static void nesterov(ToDoubleFunction<Coefficient> c, double[] g, State state) {
    double mu = c.applyAsDouble(Coefficient.MOMENTUM);
    double[] v = state.moments[0];
    for (int i = 0; i < g.length; i++) {
      v[i] = mu * v[i] + g[i];
      state.x[i] -= c.applyAsDouble(Coefficient.LEARNING_RATE) * (g[i] + mu * v[i]);
    }
  }

  private static void adamW(ToDoubleFunction<Coefficient> c, double[] g, State state) {
    double beta1 = c.applyAsDouble(Coefficient.BETA1);
    double beta2 = c.applyAsDouble(Coefficient.BETA2);
    double rate = c.applyAsDouble(Coefficient.LEARNING_RATE);
    state.products[0] *= beta1;
    state.products[1] *= beta2;
    double[] m = state.moments[0];
    double[] s = state.moments[1];
    for (int i = 0; i < g.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      s[i] = beta2 * s[i] + (1 - beta2) * g[i] * g[i];
      double mean = m[i] / (1 - state.products[0]);
      double square = s[i] / (1 - state.products[1]);
      double direction = mean / (Math.sqrt(square) + c.applyAsDouble(Coefficient.EPSILON));
      state.x[i] -= rate * c.applyAsDouble(Coefficient.WEIGHT_DECAY) * state.x[i];
      state.x[i] -= rate * direction;
    }
  }

  /** The first moment is where the engine keeps the gradient. */
  private static void rmsProp(ToDoubleFunction<Coefficient> c, double[] g, State state) {
    double beta2 = c.applyAsDouble(Coefficient.BETA2);
    double[] s = state.moments[1];
    for (int i = 0; i < g.length; i++) {
      state.moments[0][i] = g[i];
      s[i] = beta2 * s[i] + (1 - beta2) * g[i] * g[i];
      double root = Math.sqrt(s[i]) + c.applyAsDouble(Coefficient.EPSILON);
      state.x[i] -= c.applyAsDouble(Coefficient.LEARNING_RATE) * g[i] / root;
    }
  }
}
