package org.retrograde.experiments.example;

import java.util.List;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.FindingKind;

/**
 * What {@link Repeated} finds.
 *
 * @param losses one a seed
 */
public record RepeatedLosses(List<Double> losses) implements Finding {

  /** Copies the list. */
  public RepeatedLosses {
    losses = List.copyOf(losses);
  }

  /** They stand under "repeatedLosses". */
  public static final class Kind implements FindingKind<RepeatedLosses> {

    @Override
    public String key() {
      return "repeatedLosses";
    }

    @Override
    public Class<RepeatedLosses> type() {
      return RepeatedLosses.class;
    }
  }
}
