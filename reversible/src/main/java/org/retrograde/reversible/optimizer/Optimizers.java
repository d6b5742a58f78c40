package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The optimizers that a config can name. */
public final class Optimizers {

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<Optimizer> ALL =
      Catalogue.of(
          Optimizer.class,
          List.of(
              new Momentum(MomentumForm.PAPER),
              new Momentum(MomentumForm.HEAVY_BALL),
              new AdamW(),
              new Nesterov(),
              new RmsProp(),
              new ScheduleFree(),
              new ScheduleFreeAdamW(),
              new PrimalAveraging(),
              new Lion(),
              new SgdSai(),
              new Muon()));

  /** The coefficients that any of them reads. */
  public static final Catalogue<Coefficient> COEFFICIENTS =
      Catalogue.listed(
          Coefficient.class,
          ALL.all().stream()
              .flatMap(optimizer -> optimizer.coefficients().stream())
              .distinct()
              .sorted()
              .toList());

  private Optimizers() {}
}
