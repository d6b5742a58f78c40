package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Finds weight decays that the exact arithmetic rounds to none: a position is multiplied by a ratio
 * of 24 bits, which is 1 where learning rate times weight decay is below 2^-25. Steps whose rate is
 * under a hundredth of the group's largest do not count: at the end of a schedule nothing is lost.
 */
public final class RoundedDecays {

  private static final double LEAST_OF_PEAK = 0.01;

  private RoundedDecays() {}

  /** Returns what there is to say of the arm that a problem starts from, if anything. */
  public static Optional<String> warning(TrainingProblem problem) {
    return warning(problem, Hyperparameters.settings(problem, problem.config().startingArm()));
  }

  /** Returns what there is to say of settings, if anything. */
  public static Optional<String> warning(TrainingProblem problem, RunSettings settings) {
    return warning(
        problem.optimizer(),
        settings.coefficients(),
        problem.groups().stream().map(ParameterGroup::name).toList());
  }

  static Optional<String> warning(
      Optimizer optimizer, CoefficientTable table, List<String> groups) {
    if (!optimizer.isReversible()) { // decays as part of its direction
      return Optional.empty();
    }
    List<String> affected = new ArrayList<>();
    long most = 0;
    for (int g = 0; g < table.groups(); g++) {
      long steps = stepsWithoutDecay(table, g);
      if (steps > 0) {
        affected.add(groups.get(g));
        most = Math.max(most, steps);
      }
    }
    return affected.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("the weight decay of %d of %d tensors (%s%s) rounds to none in up to %d of %d steps,"
                    + " because learning rate times weight decay is below 2^-25 = 3e-8 there: raise"
                    + " training.weight-decay, or set it to 0")
                .formatted(
                    affected.size(),
                    table.groups(),
                    affected.get(0),
                    affected.size() > 1 ? ", ..." : "",
                    most,
                    table.steps()));
  }

  private static long stepsWithoutDecay(CoefficientTable table, int group) {
    double peak =
        IntStream.range(0, table.steps()).mapToDouble(t -> rate(table, t, group)).max().orElse(0);
    return IntStream.range(0, table.steps())
        .filter(t -> rate(table, t, group) > LEAST_OF_PEAK * peak)
        .filter(t -> isLost(rate(table, t, group), decay(table, t, group)))
        .count();
  }

  private static boolean isLost(double rate, double decay) {
    return decay > 0 && AdamW.positionDecay(rate, decay).isOne();
  }

  private static double rate(CoefficientTable table, int step, int group) {
    return table.get(Coefficient.LEARNING_RATE, step, group);
  }

  private static double decay(CoefficientTable table, int step, int group) {
    return table.get(Coefficient.WEIGHT_DECAY, step, group);
  }
}
