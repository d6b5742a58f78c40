package org.retrograde.experiments.paper;

import java.util.List;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The loss of two weights that figure 1 of the paper draws: a valley along a parabola, tilted so
 * that it leads on to ever lower ground, and flattened by a logistic function where it is steep:
 *
 * <pre>
 *   L(w) = 800 logistic(R(w) / 500),   R(w) = 100 (w_2 - w_1^2)^2 + (1 - w_1)^2 + 200 w_1
 * </pre>
 *
 * <p>Training starts at (1.4, 3.9), and its final loss is L too.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>, figure
 *     1
 */
public final class CurvedValley implements HostObjective {

  private static final double HEIGHT = 800;
  private static final double WIDTH = 500;

  /** Makes the one valley that there is. */
  public CurvedValley() {}

  @Override
  public List<ParameterGroup> groups() {
    return List.of(new ParameterGroup("w", 1, 2));
  }

  @Override
  public double[][] initialWeights() {
    return new double[][] {{1.4, 3.9}};
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    return finalGradient(weights, gradient);
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    Ridge at = new Ridge(weights[0][0], weights[0][1]);
    gradient[0][0] = at.slope() * at.byFirst();
    gradient[0][1] = at.slope() * at.bySecond();
    return HEIGHT * at.squashed();
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    Ridge at = new Ridge(weights[0][0], weights[0][1]);
    double u = direction[0][0];
    double v = direction[0][1];
    double along = at.bend() * (at.byFirst() * u + at.bySecond() * v);
    product[0][0] = along * at.byFirst() + at.slope() * (at.byFirstTwice() * u + at.byBoth() * v);
    product[0][1] = along * at.bySecond() + at.slope() * (at.byBoth() * u + 200 * v);
  }

  /** R at a point, with its derivatives and those of the function around it. */
  private record Ridge(double x, double y) {

    double squashed() {
      double r = 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x) + 200 * x;
      return 1 / (1 + StrictMath.exp(-r / WIDTH));
    }

    /** Returns dL/dR. */
    double slope() {
      double s = squashed();
      return HEIGHT / WIDTH * s * (1 - s);
    }

    /** Returns d^2 L / dR^2. */
    double bend() {
      return slope() * (1 - 2 * squashed()) / WIDTH;
    }

    double byFirst() {
      return -400 * x * (y - x * x) - 2 * (1 - x) + 200;
    }

    double bySecond() {
      return 200 * (y - x * x);
    }

    double byFirstTwice() {
      return 1200 * x * x - 400 * y + 2;
    }

    double byBoth() {
      return -400 * x;
    }
  }
}
