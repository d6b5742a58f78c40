package org.retrograde.hypergrad.average;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The averages that a config can name. */
public final class IterateAverages {

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<IterateAverage> ALL =
      Catalogue.of(
          IterateAverage.class,
          List.of(new LastIterate(), new ExponentialAverage(), new TailAverage()));

  private IterateAverages() {}
}
