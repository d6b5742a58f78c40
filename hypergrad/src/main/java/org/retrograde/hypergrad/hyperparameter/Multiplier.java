package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;

/** The factor of the weights in the forward pass. */
public record Multiplier() implements Tunable {

  @Override
  public String word() {
    return "multiplier";
  }

  @Override
  public String meaning() {
    return "factor of the weights in the forward pass";
  }

  @Override
  public Coefficient.Range range() {
    return Coefficient.Range.POSITIVE;
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.WEIGHT_GROUP, Per.GROUP, Per.TYPE, Per.DEPTH, Per.TYPE_DEPTH, Per.ALL);
  }

  /** Without a start, from 1: settings have no multipliers yet. */
  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    double[] logs = new double[at.groups().size()];
    Arrays.fill(logs, Math.log(start == null ? 1 : start));
    base.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    return List.of(ArrayHyperparameter.multiplier(at.tying()));
  }
}
