package org.retrograde.hypergrad.hyperparameter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;

/** The training rows themselves. */
public record TrainingInputs() implements Tunable {

  /** The name of the array that holds them, a loss parameter. */
  public static final String ARRAY = "training inputs";

  @Override
  public String word() {
    return "training-inputs";
  }

  @Override
  public String meaning() {
    return "the training rows themselves";
  }

  @Override
  public Coefficient.Range range() {
    return Coefficient.Range.ANY;
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.EXAMPLE);
  }

  @Override
  public boolean startsFromData() {
    return true;
  }

  @Override
  public boolean actsThroughGradients() {
    return true;
  }

  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    base.setLossParameter(ARRAY, inputs(at));
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    return List.of(ArrayHyperparameter.lossParameter(ARRAY, inputs(at).length));
  }

  private static double[] inputs(Placement at) {
    double[] inputs = at.lossParameters().get().get(ARRAY);
    if (inputs == null) {
      throw new IllegalArgumentException("the problem has no " + ARRAY);
    }
    return inputs;
  }
}
