package org.retrograde.experiments.config;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The sections of a config that the class path brings, for phases of its own. */
public final class Sections {

  /** All of them. */
  public static final Catalogue<Section> ALL = Catalogue.of(Section.class, List.of());

  private Sections() {}
}
