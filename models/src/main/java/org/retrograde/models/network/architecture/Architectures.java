package org.retrograde.models.network.architecture;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The architectures that a config can name. */
public final class Architectures {

  /** The one of a config that names none. */
  public static final Architecture DEFAULT = new Mlp();

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<Architecture> ALL =
      Catalogue.of(
          Architecture.class,
          List.of(DEFAULT, new Transformer(), new UnitTransformer(), new ConvNet()));

  private Architectures() {}
}
