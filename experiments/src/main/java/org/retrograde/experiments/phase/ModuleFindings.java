package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModuleTying;
import org.retrograde.hypergrad.hyperparameter.OverTime;
import org.retrograde.hypergrad.hyperparameter.Tied;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.reports.record.ModuleNumber;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * What tuning learned of types of module and of depths.
 *
 * @param problem whose modules they are
 * @param space what was tuned
 */
record ModuleFindings(TrainingProblem problem, HyperparameterSpace space) {

  /**
   * Returns the numbers of all hyperparameters that are per type, depth or both.
   *
   * @param tuned raw numbers of the space
   */
  List<ModuleNumber> of(double[] tuned) {
    List<String> names =
        problem.config().tunedHyperparameters().stream()
            .filter(config -> config.per().isOfModules())
            .map(ModuleFindings::name)
            .toList();
    double[] start = space.start();
    List<ModuleNumber> all = new ArrayList<>();
    int offset = 0;
    for (Hyperparameter hyperparameter : space.hyperparameters()) {
      if (hyperparameter instanceof Tied tied && names.contains(hyperparameter.name())) {
        all.addAll(numbers(tied, start, tuned, offset));
      }
      offset += hyperparameter.size();
    }
    return all;
  }

  private static String name(HyperparameterConfig config) {
    return config
        .name()
        .overTime()
        .map(Coefficient::label)
        .orElseGet(() -> config.name().word().replace('-', ' '));
  }

  private List<ModuleNumber> numbers(Tied tied, double[] start, double[] tuned, int offset) {
    Tying tying = tied.tying();
    // Those without a time are logarithms.
    Transform value =
        tied instanceof OverTime schedule ? Transform.of(schedule.coefficient()) : Transform.LOG;
    List<String> modules = ModuleTying.names(problem.modules(), tying);
    List<ModuleNumber> numbers = new ArrayList<>();
    for (int column = 0; column < tying.columns(); column++) {
      Transform transform = tying.isFactor(column) ? Transform.LOG : value;
      numbers.add(
          new ModuleNumber(
              tied.name(),
              modules.get(column),
              block(tying, column),
              tying.isFactor(column),
              transform.value(mean(tied, start, offset + column)),
              transform.value(mean(tied, tuned, offset + column))));
    }
    return numbers;
  }

  /** Returns the block whose column it is; 0 for that of a type. */
  private int block(Tying tying, int column) {
    return IntStream.range(0, tying.places())
        .filter(g -> tying.factor(g) == column)
        .map(g -> problem.modules().get(g).block())
        .findFirst()
        .orElse(0);
  }

  private static double mean(Tied tied, double[] raw, int first) {
    double sum = 0;
    for (int row = 0; row < tied.rows(); row++) {
      sum += raw[first + row * tied.tying().columns()];
    }
    return sum / tied.rows();
  }
}
