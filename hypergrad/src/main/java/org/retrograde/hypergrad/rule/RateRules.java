package org.retrograde.hypergrad.rule;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The rules that a config can name. */
public final class RateRules {

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<RateRule> ALL =
      Catalogue.of(
          RateRule.class,
          List.of(
              new Usual(),
              new DeltaBarDelta(),
              new HypergradientDescent(),
              new RdbdLike(),
              new Armijo(),
              new Vsgd(),
              new Sai()));

  private RateRules() {}
}
