package org.retrograde.experiments.suite;

import org.retrograde.experiments.config.MetaOptimizerConfig;
import org.retrograde.hypergrad.meta.MetaOptimizer;

/** Makes the meta-optimizers that configs name. */
public final class MetaOptimizers {

  private MetaOptimizers() {}

  /** Returns the update rule of a config. */
  public static MetaOptimizer of(MetaOptimizerConfig config) {
    MetaOptimizer optimizer =
        switch (config.name()) {
          case ADAM -> new MetaOptimizer.Adam(config.betas().get(0), config.betas().get(1), 1e-8);
          case MOMENTUM -> new MetaOptimizer.Momentum(config.momentum());
          case SGD -> new MetaOptimizer.Sgd();
          case SIGN -> new MetaOptimizer.Sign();
        };
    return config.largestMove() == 0
        ? optimizer
        : new MetaOptimizer.NormClipped(optimizer, config.largestMove());
  }
}
