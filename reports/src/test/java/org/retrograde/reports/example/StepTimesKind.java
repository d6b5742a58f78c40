package org.retrograde.reports.example;

import org.retrograde.reports.record.FindingKind;

/** Step times stand under "stepTimes". */
public final class StepTimesKind implements FindingKind<StepTimes> {

  @Override
  public String key() {
    return "stepTimes";
  }

  @Override
  public Class<StepTimes> type() {
    return StepTimes.class;
  }
}
