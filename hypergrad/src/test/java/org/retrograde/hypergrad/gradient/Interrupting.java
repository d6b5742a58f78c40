package org.retrograde.hypergrad.gradient;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.retrograde.reversible.exact.SpillSpace;

/** Ends a run after some of its steps, as the end of its process would. */
record Interrupting(Keeper inner, int steps, AtomicInteger taken) implements Keeper {

  /** A process has ended. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Does a run whose process ends after every so many steps, until it is done. */
  static <T> Repeated<T> untilDone(int steps, Supplier<Keeper> open, Function<Keeper, T> run) {
    for (int ends = 0; ; ends++) {
      try (Keeper keeper = new Interrupting(open.get(), steps, new AtomicInteger())) {
        return new Repeated<>(run.apply(keeper), ends);
      } catch (Interrupted e) {
        // Somebody starts it again.
      }
    }
  }

  /** What a run gave, and how often its process ended. */
  record Repeated<T>(T result, int ends) {}

  @Override
  public SpillSpace space() {
    return inner.space();
  }

  @Override
  public void resume(Kept run) {
    inner.resume(run);
  }

  @Override
  public void afterStep(Kept run) {
    inner.afterStep(run);
    if (taken.incrementAndGet() == steps) {
      throw new Interrupted();
    }
  }

  @Override
  public void ended() {
    inner.ended();
  }

  @Override
  public void close() {
    inner.close();
  }
}
