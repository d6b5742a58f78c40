package org.retrograde.experiments.init;

import org.jspecify.annotations.Nullable;
import org.retrograde.models.table.DecimalSign;
import org.retrograde.models.table.HeaderRow;
import org.retrograde.models.table.TargetKind;

/**
 * What somebody may say about the data.
 *
 * @param label the column or array of labels, null to tell from the names
 * @param target what labels are, null to tell from the cells
 * @param decimal what stands before fractions, null to tell from the cells
 * @param header what the first row of a table is, null to tell from its cells
 * @param interpreter that runs a model in Python; empty for the usual one
 */
public record Hints(
    @Nullable String label,
    @Nullable TargetKind target,
    @Nullable DecimalSign decimal,
    @Nullable HeaderRow header,
    String interpreter) {

  /** Nothing is said. */
  public static final Hints NONE = new Hints(null, null, null, null, "");
}
