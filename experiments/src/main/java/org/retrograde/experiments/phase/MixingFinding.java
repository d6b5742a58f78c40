package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Mixing;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;

/** The matrices by which tasks share weights, where they are tuned. */
record MixingFinding(RunContext context, HyperparameterSpace space) {

  /** Returns the names of the matrices that are tuned. */
  Set<String> tuned() {
    boolean tuned =
        context.config().tunedHyperparameters().stream()
            .anyMatch(one -> one.name() instanceof Mixing);
    return tuned ? context.problem().lossParameters().keySet() : Set.of();
  }

  /** Records the best matrices so far. */
  void record(RunSettings best) {
    if (!tuned().isEmpty()) {
      List<MixingMatrix> matrices = new ArrayList<>();
      for (String name : tuned()) {
        matrices.add(
            new MixingMatrix(
                name,
                context.problem().parts(),
                boxed(space.base().lossParameter(name)),
                boxed(best.lossParameter(name))));
      }
      context.update(results -> results.with(new Mixings(matrices)));
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
