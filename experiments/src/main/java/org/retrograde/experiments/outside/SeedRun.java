package org.retrograde.experiments.outside;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * One run of a trial, in numbers that JSON has.
 *
 * @param loss final loss; null if it is none
 * @param gradient with respect to the raw numbers; null if it is none, or was not asked for
 * @param trouble what left the numbers, and where; null if nothing did
 * @param seconds that it took
 */
record SeedRun(
    @Nullable Double loss,
    @Nullable List<Double> gradient,
    @Nullable String trouble,
    double seconds) {

  /** Reads a run without a gradient. */
  static SeedRun of(Outcome<Double> outcome) {
    return outcome.map(
        loss ->
            Double.isFinite(loss)
                ? new SeedRun(loss, null, null, outcome.seconds())
                : failed("the final loss is " + loss, outcome),
        failed(outcome.divergence(), outcome));
  }

  /**
   * Reads a run with one.
   *
   * @param outcome of the same run without it
   */
  static SeedRun of(Outcome<Double> outcome, @Nullable RawVector vector) {
    SeedRun run = of(outcome);
    if (vector == null || run.loss == null) {
      return run;
    }
    List<Double> gradient = finite(vector);
    return new SeedRun(
        run.loss,
        gradient,
        gradient == null ? "the derivative has left the numbers, and the run has not" : null,
        run.seconds);
  }

  private static SeedRun failed(@Nullable String trouble, Outcome<Double> outcome) {
    return new SeedRun(null, null, trouble, outcome.seconds());
  }

  /** Returns the mean of the losses, added in their order as a search does; null if one is none. */
  static @Nullable Double meanLoss(List<SeedRun> runs) {
    double sum = 0;
    for (SeedRun run : runs) {
      Double loss = run.loss;
      if (loss == null) {
        return null;
      }
      sum += loss;
    }
    return sum / runs.size();
  }

  /** Returns the mean of the gradients; null if one is none. */
  static @Nullable List<Double> meanGradient(List<SeedRun> runs) {
    List<RawVector> vectors =
        runs.stream()
            .map(SeedRun::gradient)
            .flatMap(Stream::ofNullable)
            .map(SeedRun::vector)
            .toList();
    return vectors.size() < runs.size() ? null : finite(RawVector.mean(vectors));
  }

  private static RawVector vector(List<Double> numbers) {
    return new RawVector(numbers.stream().mapToDouble(number -> number).toArray());
  }

  private static @Nullable List<Double> finite(RawVector vector) {
    double[] numbers = vector.toArray();
    return Arrays.stream(numbers).allMatch(Double::isFinite)
        ? Arrays.stream(numbers).boxed().toList()
        : null;
  }
}
