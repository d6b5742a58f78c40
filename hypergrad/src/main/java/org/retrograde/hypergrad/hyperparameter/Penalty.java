package org.retrograde.hypergrad.hyperparameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** The penalty on the squared weights. */
public record Penalty() implements Tunable {

  @Override
  public String word() {
    return "l2";
  }

  @Override
  public String meaning() {
    return "penalty on the squared weights";
  }

  @Override
  public Coefficient.Range range() {
    return Coefficient.Range.NOT_NEGATIVE;
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.GROUP, Per.ALL, Per.PARAMETER);
  }

  @Override
  public boolean actsThroughGradients() {
    return true;
  }

  /** One of each parameter takes the place of those of groups. */
  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    if (at.per() == Per.PARAMETER) {
      for (int g = 0; g < at.groups().size(); g++) {
        Arrays.fill(base.l2PerParameter().get(g), start == null ? base.l2()[g] : start);
      }
      Arrays.fill(base.l2(), 0);
    } else if (start != null) {
      Arrays.fill(base.l2(), start);
    }
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    if (at.per() != Per.PARAMETER) {
      return List.of(ArrayHyperparameter.l2(at.tying()));
    }
    List<Hyperparameter> all = new ArrayList<>();
    for (int g = 0; g < at.groups().size(); g++) {
      ParameterGroup group = at.groups().get(g);
      all.add(ArrayHyperparameter.l2PerParameter(group.name(), g, group.size()));
    }
    return all;
  }
}
