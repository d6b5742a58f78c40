package org.retrograde.hypergrad.meta;

import java.util.concurrent.atomic.LongAdder;

/** Counts and times what is asked of another objective, whatever goes on at once. */
public final class MeteredObjective implements MetaObjective {

  private final MetaObjective inner;
  private final LongAdder evaluations = new LongAdder();
  private final LongAdder evaluationNanos = new LongAdder();
  private final LongAdder hypergradients = new LongAdder();
  private final LongAdder hypergradientNanos = new LongAdder();

  /** Puts a meter before {@code inner}. */
  public MeteredObjective(MetaObjective inner) {
    this.inner = inner;
  }

  @Override
  public Sample differentiate(double[] raw, long seed) {
    long begin = System.nanoTime();
    try {
      return inner.differentiate(raw, seed);
    } finally {
      hypergradients.increment();
      hypergradientNanos.add(System.nanoTime() - begin);
    }
  }

  @Override
  public double evaluate(double[] raw, long seed) {
    long begin = System.nanoTime();
    try {
      return inner.evaluate(raw, seed);
    } finally {
      evaluations.increment();
      evaluationNanos.add(System.nanoTime() - begin);
    }
  }

  /** Returns what was asked so far; runs that diverge count as others do. */
  public Usage usage() {
    return new Usage(
        evaluations.sum(),
        evaluationNanos.sum() / 1e9,
        hypergradients.sum(),
        hypergradientNanos.sum() / 1e9);
  }

  /**
   * What was asked of an objective.
   *
   * @param evaluations number of training runs without derivatives
   * @param evaluationSeconds their times, added up
   * @param hypergradients number of training runs with derivatives
   * @param hypergradientSeconds their times, added up
   */
  public record Usage(
      long evaluations,
      double evaluationSeconds,
      long hypergradients,
      double hypergradientSeconds) {}
}
