package org.retrograde.hypergrad.schedule;

import java.util.List;
import org.retrograde.reversible.word.Catalogue;

/** The schedules that a config can name. */
public final class Schedules {

  /** The same rate at every step. */
  public static final Schedule FLAT = new Flat("flat");

  /** Those of this package, and those that the class path brings. */
  public static final Catalogue<Schedule> ALL =
      Catalogue.of(
          Schedule.class,
          List.of(
              FLAT,
              new Linear(),
              new Cosine(),
              new OneCycle(),
              new Warmup(),
              new Wsd(),
              new Trapezoid(),
              new InversePower(),
              new TwoPhase(),
              new PowerScheduler(),
              new Polynomial(),
              new Rex(),
              new TwoPoint(),
              new Hump(),
              new Flat("none")));

  private Schedules() {}
}
