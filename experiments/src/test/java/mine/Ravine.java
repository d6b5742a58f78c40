package mine;

import java.util.List;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** f(x, y) = (1 - x)^2 + 10 (y - x^2)^2: training goes along the bottom of a bent ravine. */
public final class Ravine implements HostObjective {

  /** Makes the one ravine that there is. */
  public Ravine() {}

  @Override
  public List<ParameterGroup> groups() {
    return List.of(new ParameterGroup("w", 1, 2));
  }

  @Override
  public double[][] initialWeights() {
    return new double[][] {{-1, 1.5}};
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    double x = weights[0][0];
    double above = weights[0][1] - x * x;
    gradient[0][0] = -2 * (1 - x) - 40 * x * above;
    gradient[0][1] = 20 * above;
    return (1 - x) * (1 - x) + 10 * above * above;
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    double x = weights[0][0];
    double above = weights[0][1] - x * x;
    double u = direction[0][0];
    double v = direction[0][1];
    product[0][0] = (2 - 40 * above + 80 * x * x) * u - 40 * x * v;
    product[0][1] = -40 * x * u + 20 * v;
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return gradient(0, weights, gradient);
  }
}
