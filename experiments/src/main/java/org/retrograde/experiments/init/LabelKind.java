package org.retrograde.experiments.init;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.table.ColumnSurvey;
import org.retrograde.models.table.TargetKind;

/**
 * What labels are taken for. Numbers with fractions are to be predicted, and so are whole ones of
 * many different values that are no codes of classes, such as ages and counts.
 *
 * @param labels their cells
 * @param known rows that have a label
 * @param told whether that is told from the cells, and nobody said it
 * @param numbers whether they are numbers to predict, and no classes
 */
record LabelKind(ColumnSurvey labels, long known, boolean told, boolean numbers) {

  /** So many different whole numbers, or fewer, are classes, unless most stand in one row alone. */
  static final int CLASSES = 20;

  /**
   * Tells from the cells.
   *
   * @param known rows that have a label
   * @param said what they are, null to tell
   */
  static LabelKind of(ColumnSurvey labels, long known, @Nullable TargetKind said) {
    boolean given = said != null && said != TargetKind.AUTO;
    return new LabelKind(
        labels, known, !given, given ? said == TargetKind.NUMBER : seemNumbers(labels, known));
  }

  private static boolean seemNumbers(ColumnSurvey labels, long known) {
    if (labels.numbers() < known) {
      return false;
    }
    return labels.whole() < known
        || 2L * labels.distinct() > known
        || (labels.distinct() > CLASSES && !labels.codes());
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

  /**
   * Returns what they were taken for, and how to say otherwise.
   *
   * @param why the labels are those, empty where they were named
   */
  String remark(String why) {
    List<String> parts = new ArrayList<>();
    parts.add("labels: %s, %s".formatted(labels.name(), inWords()));
    if (!why.isEmpty()) {
      parts.add(why + " (--label says another)");
    }
    if (told && numbers && labels.whole() == known) {
      parts.add("--target classes if its whole numbers are names");
    } else if (told && !numbers && labels.numbers() == known && labels.distinct() > 2) {
      parts.add("--target number if they are numbers to predict");
    }
    return String.join("; ", parts);
  }
}
