package org.retrograde.experiments.problem;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when somebody first asks, once, whoever asks at the same time. */
final class Later<T> {

  private final Supplier<T> make;
  private @Nullable T made;

  Later(Supplier<T> make) {
    this.make = make;
  }

  synchronized T get() {
    T known = made;
    if (known == null) {
      known = make.get();
      made = known;
    }
    return known;
  }
}
