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
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    base.setLossParameter(ARRAY, at.trainingInputs().get());
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    int size = at.trainingInputs().get().length;
    return List.of(ArrayHyperparameter.lossParameter(ARRAY, size));
  }
}
