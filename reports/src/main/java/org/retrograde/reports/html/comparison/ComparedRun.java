package org.retrograde.reports.html.comparison;

import java.util.List;
import org.retrograde.reports.record.RunRecord;

/**
 * A run among others.
 *
 * @param label what it is called in every chart and table
 * @param directory where it is
 * @param record what it recorded
 * @param tags words to find it by
 */
public record ComparedRun(String label, String directory, RunRecord record, List<String> tags) {

  /** Copies the list. */
  public ComparedRun {
    tags = List.copyOf(tags);
  }
}
