package org.retrograde.models;

import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Settings that one would begin with, for runs whose time or kernels count and not their loss. */
public final class UsualSettings {

  private UsualSettings() {}

  /** The same in every step and group; penalties are 0. */
  public static RunSettings of(Optimizer optimizer, int steps, List<ParameterGroup> groups) {
    RunSettings settings = new RunSettings(steps, groups);
    boolean proportional = optimizer.scaling() == StepScaling.PROPORTIONAL;
    settings
        .coefficients()
        .fill(Coefficient.LEARNING_RATE, proportional ? 0.1 : 1e-3)
        .fill(Coefficient.MOMENTUM, 0.9)
        .fill(Coefficient.BETA1, 0.9)
        .fill(Coefficient.BETA2, 0.999)
        .fill(Coefficient.EPSILON, 1e-8)
        .fill(Coefficient.WEIGHT_DECAY, 0.1);
    return settings;
  }
}
