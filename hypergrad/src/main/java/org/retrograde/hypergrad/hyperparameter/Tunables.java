package org.retrograde.hypergrad.hyperparameter;

import java.util.stream.Stream;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.word.Catalogue;

/** What a config can have tuned or searched. */
public final class Tunables {

  /** The coefficients of all optimizers, the kinds of this package, and those of the class path. */
  public static final Catalogue<Tunable> ALL =
      Catalogue.of(
          Tunable.class,
          Stream.concat(
                  Optimizers.COEFFICIENTS.all().stream().map(TunedCoefficient::new),
                  Stream.of(
                      new InitScale(),
                      new Multiplier(),
                      new Penalty(),
                      new TrainingInputs(),
                      new ExampleWeights(),
                      new Mixing()))
              .toList());

  private Tunables() {}
}
