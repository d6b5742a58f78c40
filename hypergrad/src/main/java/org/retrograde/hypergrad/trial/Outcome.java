package org.retrograde.hypergrad.trial;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial: what was wanted, or that the run left the numbers.
 *
 * @param found what was wanted; null if the run diverged
 * @param divergence what left the numbers, and where; null if nothing did
 * @param seconds that it took, where it was run
 * @param <R> what was wanted
 */
public record Outcome<R>(@Nullable R found, @Nullable String divergence, double seconds) {

  /** Checks that it is one of the two. */
  public Outcome {
    if ((found == null) == (divergence == null)) {
      throw new IllegalArgumentException(
          "an outcome is a result or a divergence, got %s and %s".formatted(found, divergence));
    }
  }

  /** Returns the outcome of a run that stayed in the numbers. */
  public static <R> Outcome<R> found(R result, double seconds) {
    return new Outcome<>(result, null, seconds);
  }

  /** Returns the outcome of a run that left the numbers. */
  public static <R> Outcome<R> diverged(String divergence, double seconds) {
    return new Outcome<>(null, divergence, seconds);
  }

  /** Returns the mean of some losses; infinite if a run diverged, or there is none. */
  public static double meanLoss(List<Outcome<Double>> losses) {
    return losses.stream()
        .mapToDouble(outcome -> outcome.map(loss -> loss, Double.POSITIVE_INFINITY))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Returns what was wanted.
   *
   * @throws DivergedTrialException if the run diverged
   */
  public R get() {
    R result = found;
    if (result == null) {
      throw new DivergedTrialException(String.valueOf(divergence));
    }
    return result;
  }

  /** Returns something of what was wanted, or else of a run that diverged. */
  public <S> S map(Function<? super R, S> something, S ofDiverged) {
    return found == null ? ofDiverged : something.apply(found);
  }

  /** Returns the outcome of the same run, in which something else was wanted. */
  public <S> Outcome<S> with(Function<? super R, S> something) {
    return new Outcome<>(found == null ? null : something.apply(found), divergence, seconds);
  }
}
