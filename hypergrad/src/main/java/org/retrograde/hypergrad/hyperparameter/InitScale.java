package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;

/** The standard deviation of the initial weights. */
public record InitScale() implements Tunable {

  @Override
  public String word() {
    return "init-scale";
  }

  @Override
  public String meaning() {
    return "standard deviation of the initial weights";
  }

  @Override
  public Coefficient.Range range() {
    return Coefficient.Range.POSITIVE;
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.WEIGHT_GROUP, Per.GROUP, Per.TYPE, Per.DEPTH, Per.TYPE_DEPTH, Per.ALL);
  }

  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    if (start != null) {
      Arrays.fill(base.initLogScale(), Math.log(start));
    }
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    return List.of(ArrayHyperparameter.initScale(at.tying()));
  }
}
