package org.retrograde.hypergrad.search;

import java.util.stream.Stream;
import org.retrograde.reversible.word.Catalogue;

/** The searchers that a config can name. */
public final class Searchers {

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<Searcher> ALL =
      Catalogue.of(
          Searcher.class,
          Stream.concat(
                  Stream.of(
                      new RandomSearch(),
                      new CmaEs(),
                      new DiagonalCmaEs(),
                      new Bobyqa(),
                      new Independent()),
                  TrustRegion.SETTINGS.stream())
              .toList());

  private Searchers() {}
}
