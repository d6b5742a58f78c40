package org.retrograde.reports.record;

import java.util.List;

/**
 * A learning-rate range test: the loss of one run while its rate rises, what rates that suggests,
 * and what the exact derivative says of each.
 *
 * @param schema {@link #SCHEMA}
 * @param manifest who measured, where and when
 * @param dots one a step, up to where the test stopped
 * @param end why it stopped there, for people
 * @param suggestions of several rules; none if the loss never fell
 */
public record RateRange(
    String schema, Manifest manifest, List<Dot> dots, String end, List<Suggestion> suggestions) {

  /** The schema that this class writes. */
  public static final String SCHEMA = "retrograde-range-test-1";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public RateRange {
    Schemas.require(SCHEMA, schema);
    dots = List.copyOf(dots);
    suggestions = List.copyOf(suggestions);
  }

  /**
   * A step of the test.
   *
   * @param rate of it
   * @param loss of its minibatch, before its update
   * @param smoothed exponential mean of the losses so far, without bias
   */
  public record Dot(double rate, double loss, double smoothed) {}

  /**
   * A rate that the test suggests, and whole runs with it as their peak.
   *
   * @param rule by which it was read off
   * @param rate the peak
   * @param finalLoss mean over the seeds; infinite if one diverged
   * @param byLogRate mean derivative of the final loss with respect to the logarithm of the peak;
   *     NaN if a run diverged
   */
  public record Suggestion(String rule, double rate, double finalLoss, double byLogRate) {}

  /** Returns this record as indented JSON. */
  public String toJson() {
    return RecordJson.pretty(this);
  }
}
