package org.retrograde.experiments.init;

import org.jspecify.annotations.Nullable;
import org.retrograde.models.table.ColumnSurvey;
import org.retrograde.models.table.TargetKind;

/**
 * What labels are taken for.
 *
 * @param labels their cells
 * @param numbers whether they are numbers to predict, and no classes
 */
record LabelKind(ColumnSurvey labels, boolean numbers) {

  /** So many different whole numbers, or fewer, are classes. */
  static final int CLASSES = 20;

  /** Rows of each class, where there are more classes. */
  private static final int ROWS_OF_CLASS = 10;

  /**
   * Tells from the cells.
   *
   * @param known rows that have a label
   * @param said what they are, null to tell
   */
  static LabelKind of(ColumnSurvey labels, long known, @Nullable TargetKind said) {
    boolean given = said != null && said != TargetKind.AUTO;
    return new LabelKind(labels, given ? said == TargetKind.NUMBER : seemNumbers(labels, known));
  }

  private static boolean seemNumbers(ColumnSurvey labels, long known) {
    if (labels.numbers() < known) {
      return false;
    }
    return labels.whole() < known
        || (labels.distinct() > CLASSES && (long) labels.distinct() * ROWS_OF_CLASS > known)
        || labels.distinct() >= ColumnSurvey.MANY;
  }

  String inWords() {
    String many =
        labels.distinct() >= ColumnSurvey.MANY ? "more than 1000" : "" + labels.distinct();
    return numbers ? "numbers to predict" : many + " classes";
  }

  /** Returns the line that says it. */
  Proposal.Line line() {
    return new Proposal.Line(
        "target",
        (numbers ? TargetKind.NUMBER : TargetKind.CLASSES).word(),
        numbers ? "`classes` if its numbers are names" : "`number` to predict a number");
  }

  String remark() {
    return "labels: %s, %s".formatted(labels.name(), inWords());
  }
}
