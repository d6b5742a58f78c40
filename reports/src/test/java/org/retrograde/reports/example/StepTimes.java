package org.retrograde.reports.example;

import java.util.List;
import org.retrograde.reports.record.Finding;

/**
 * How long each training step took.
 *
 * @param device what ran them
 * @param milliseconds one a step
 */
public record StepTimes(String device, List<Double> milliseconds) implements Finding {

  /** Copies the list. */
  public StepTimes {
    milliseconds = List.copyOf(milliseconds);
  }

  /** The longest of them; NaN if there are none. */
  public double longest() {
    return milliseconds.stream().mapToDouble(time -> time).max().orElse(Double.NaN);
  }
}
