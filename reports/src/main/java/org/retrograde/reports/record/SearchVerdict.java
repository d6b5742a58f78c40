package org.retrograde.reports.record;

import java.util.List;

/**
 * How settings do on seeds that nothing was chosen by; NaN or infinite where a run diverged.
 *
 * @param losses final loss of each seed, on the rows that were tuned by
 * @param testLosses loss of each seed on the test rows
 * @param testErrors fraction of the test rows that each seed classifies wrongly, 0 to 1
 */
public record SearchVerdict(List<Double> losses, List<Double> testLosses, List<Double> testErrors) {

  /** Copies the lists. */
  public SearchVerdict {
    losses = List.copyOf(losses);
    testLosses = List.copyOf(testLosses);
    testErrors = List.copyOf(testErrors);
  }
}
