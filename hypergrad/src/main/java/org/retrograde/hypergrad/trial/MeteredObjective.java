package org.retrograde.hypergrad.trial;

import java.util.List;

/** Counts and times what is asked of another objective. Used by one thread at a time. */
public final class MeteredObjective implements MetaObjective {

  private final MetaObjective inner;
  private long evaluations;
  private double evaluationSeconds;
  private long hypergradients;
  private double hypergradientSeconds;

  /** Puts a meter before {@code inner}. */
  public MeteredObjective(MetaObjective inner) {
    this.inner = inner;
  }

  @Override
  public List<Outcome<Sample>> differentiate(double[] raw, long[] seeds)
      throws InterruptedException {
    List<Outcome<Sample>> outcomes = inner.differentiate(raw, seeds);
    hypergradients += outcomes.size();
    hypergradientSeconds += seconds(outcomes);
    return outcomes;
  }

  @Override
  public List<Outcome<Double>> evaluate(List<double[]> raws, long[] seeds)
      throws InterruptedException {
    List<Outcome<Double>> outcomes = inner.evaluate(raws, seeds);
    evaluations += outcomes.size();
    evaluationSeconds += seconds(outcomes);
    return outcomes;
  }

  private static double seconds(List<? extends Outcome<?>> outcomes) {
    return outcomes.stream().mapToDouble(Outcome::seconds).sum();
  }

  /** Returns what was asked so far; runs that diverge count as others do. */
  public Usage usage() {
    return new Usage(evaluations, evaluationSeconds, hypergradients, hypergradientSeconds);
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
