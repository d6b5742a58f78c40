package org.retrograde.hypergrad.hyperparameter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;

/** The matrices by which tasks share weights, one a layer. */
public record Mixing() implements Tunable {

  @Override
  public String word() {
    return "mixing";
  }

  @Override
  public String meaning() {
    return "the matrices by which tasks share weights";
  }

  @Override
  public Coefficient.Range range() {
    return Coefficient.Range.ANY;
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.LAYER);
  }

  @Override
  public boolean startsFromData() {
    return true;
  }

  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    at.lossParameters().get().forEach(base::setLossParameter);
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    return at.lossParameters().get().entrySet().stream()
        .<Hyperparameter>map(
            entry -> ArrayHyperparameter.lossParameter(entry.getKey(), entry.getValue().length))
        .toList();
  }
}
