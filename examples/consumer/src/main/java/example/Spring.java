package example;

import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Two weights on springs of different stiffness: the loss is the sum of k_i (w_i - 1)^2 / 2. */
public final class Spring implements HostObjective {

  private static final double[] STIFFNESS = {1, 5};

  @Override
  public List<ParameterGroup> groups() {
    return List.of(new ParameterGroup("w", 1, STIFFNESS.length));
  }

  @Override
  public double[][] initialWeights() {
    return new double[][] {{-1, 3}};
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    double loss = 0;
    for (int i = 0; i < STIFFNESS.length; i++) {
      double stretch = weights[0][i] - 1;
      gradient[0][i] = STIFFNESS[i] * stretch;
      loss += STIFFNESS[i] * stretch * stretch / 2;
    }
    return loss;
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    for (int i = 0; i < STIFFNESS.length; i++) {
      product[0][i] = STIFFNESS[i] * direction[0][i];
    }
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return gradient(0, weights, gradient);
  }

  /**
   * Returns the loss after training, and its derivative with respect to the rate of every step.
   *
   * @param rates the learning rate of each step
   */
  public static Hypergradient differentiate(double... rates) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(new Spring());
      RunSettings settings = new RunSettings(rates.length, objective.groups());
      settings.coefficients().fill(Coefficient.MOMENTUM, 0.5);
      for (int step = 0; step < rates.length; step++) {
        settings.coefficients().set(Coefficient.LEARNING_RATE, step, 0, rates[step]);
      }
      return Strategy.REPLAY.differentiate(
          new TrainingRun(device, objective, new Momentum(MomentumForm.HEAVY_BALL), settings));
    }
  }

  /** Prints the derivative of the last loss with respect to the rate of each of ten steps. */
  public static void main(String[] arguments) {
    double[] rates = new double[10];
    Arrays.fill(rates, 0.1);
    Hypergradient result = differentiate(rates);
    System.out.println("loss after training: " + result.finalLoss());
    for (int step = 0; step < rates.length; step++) {
      System.out.println(
          "d loss / d rate of step " + step + ": "
              + result.derivative().coefficients().get(Coefficient.LEARNING_RATE, step, 0));
    }
  }
}
