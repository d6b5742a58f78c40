package org.retrograde.hypergrad;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.QuadraticObjective;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Random problems and settings, each a function of its seed. */
public final class RandomRuns {

  private RandomRuns() {}

  /** A quadratic with eigenvalues of about 0.1 to 3, seen with noise. */
  public static QuadraticObjective quadratic(long seed) {
    RandomGenerator random = new Well19937c(seed);
    RealMatrix factor = MatrixUtils.createRealMatrix(8, 8);
    double[] centre = new double[8];
    for (int i = 0; i < 8; i++) {
      centre[i] = random.nextGaussian();
      for (int j = 0; j < 8; j++) {
        factor.setEntry(i, j, random.nextGaussian());
      }
    }
    RealMatrix curvature =
        factor
            .multiply(factor.transpose())
            .scalarMultiply(1.0 / 8)
            .add(MatrixUtils.createRealIdentityMatrix(8).scalarMultiply(0.1));
    return new QuadraticObjective(curvature, new ArrayRealVector(centre), 0.3, seed);
  }

  /** Every update rule there is. */
  public static Stream<Optimizer> optimizers() {
    return Optimizers.ALL.all().stream();
  }

  /** Every update rule whose steps can be undone. */
  public static Stream<Optimizer> reversible() {
    return optimizers().filter(Optimizer::isReversible);
  }

  /** Whether numbers have derivatives under a rule: under signs, those that act on positions. */
  public static boolean acts(Optimizer optimizer, String block) {
    return optimizer.isSmooth()
        || List.of("learning rate", "weight decay", "init scale").contains(block);
  }

  /**
   * Settings with another number in every place, under which {@link #quadratic} trains stably:
   * momenta in [.5, .99], penalties above 0.
   */
  public static RunSettings settings(
      long seed, int steps, List<ParameterGroup> groups, Optimizer optimizer) {
    RandomGenerator random = new Well19937c(seed + 1000);
    RunSettings settings = new RunSettings(steps, groups);
    for (int g = 0; g < groups.size(); g++) {
      for (int t = 0; t < steps; t++) {
        for (Coefficient coefficient : optimizer.coefficients()) {
          double value = value(coefficient, optimizer, random.nextDouble());
          settings.coefficients().set(coefficient, t, g, value);
        }
      }
      if (optimizer.coefficients().contains(Coefficient.AVERAGING)) {
        double largest = optimizer.scaling() == StepScaling.NORMALIZED ? 0.03 : 0.3;
        keepRatesApart(settings.coefficients(), g, largest, random);
      }
      settings.initLogScale()[g] = 0.3 * random.nextGaussian();
      settings.l2()[g] = 0.02 * random.nextDouble();
      Arrays.setAll(settings.l2PerParameter().get(g), i -> 0.02 * random.nextDouble());
    }
    return settings;
  }

  /** Where the largest rate so far changes there is a kink, which no difference may step over. */
  private static void keepRatesApart(
      CoefficientTable table, int group, double largest, RandomGenerator random) {
    int[] order = new RandomDataGenerator(random).nextPermutation(table.steps(), table.steps());
    for (int t = 0; t < order.length; t++) {
      double rate = largest * (0.2 + 0.8 * order[t] / order.length);
      table.set(Coefficient.LEARNING_RATE, t, group, rate);
    }
  }

  private static double value(Coefficient coefficient, Optimizer optimizer, double uniform) {
    boolean paper = optimizer.equals(new Momentum(MomentumForm.PAPER));
    return switch (coefficient.word()) {
      case "learning-rate" -> (paper ? 0.3 : 0.03) * (0.2 + 0.8 * uniform);
      case "momentum" -> 0.5 + 0.49 * uniform;
      case "beta1" -> 0.5 + 0.4 * uniform;
      case "beta2" -> 0.8 + 0.19 * uniform;
      case "epsilon" -> 0.01 + 0.1 * uniform;
      case "weight-decay" -> 0.1 + uniform;
      default -> 0.1 + 0.8 * uniform;
    };
  }

  /** All numbers of settings that have no loss parameters, for comparisons bit by bit. */
  public static double[] numbers(RunSettings settings) {
    return Stream.of(
            settings.coefficients().coefficients().stream()
                .flatMap(each -> Stream.of(settings.coefficients().copyOf(each))),
            Stream.of(settings.initLogScale(), settings.l2()),
            settings.l2PerParameter().stream())
        .flatMap(arrays -> arrays)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
