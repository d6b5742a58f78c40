package org.retrograde.hypergrad.tune;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The meta-optimizers that a config can name. */
public final class MetaOptimizers {

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<MetaOptimizer> ALL =
      Catalogue.of(
          MetaOptimizer.class,
          List.of(
              new MetaOptimizer.Adam(),
              new MetaOptimizer.Sgd(),
              new MetaOptimizer.Momentum(),
              new MetaOptimizer.Sign()));

  private MetaOptimizers() {}
}
