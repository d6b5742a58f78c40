package org.retrograde.reports.record;

import java.util.List;

/**
 * How the classes of some rows are predicted with some settings.
 *
 * @param settings what networks were trained with: {@code start}, {@code tuned} or another name
 * @param part the rows
 * @param classes their names
 * @param confusion {@code [actual][predicted]}, numbers of rows, of all seeds together; empty where
 *     there are too many classes
 * @param bins equal intervals of the largest probability, from 0 to 1, of all seeds together; empty
 *     where outputs are no probabilities
 * @param accuracies fractions of rows that are classified rightly, one a seed that did not diverge
 * @param macroF1s means over classes of the harmonic mean of precision and recall
 * @param calibrationErrors expected distances of probabilities from accuracies; NaN where outputs
 *     are no probabilities
 */
public record ClassJudgement(
    String settings,
    String part,
    List<String> classes,
    List<List<Long>> confusion,
    List<Bin> bins,
    List<Double> accuracies,
    List<Double> macroF1s,
    List<Double> calibrationErrors) {

  /** Copies the lists and checks their lengths. */
  public ClassJudgement {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
    bins = List.copyOf(bins);
    accuracies = List.copyOf(accuracies);
    macroF1s = List.copyOf(macroF1s);
    calibrationErrors = List.copyOf(calibrationErrors);
    if (!confusion.isEmpty() && confusion.size() != classes.size()) {
      throw new IllegalArgumentException(
          "%d classes have as many rows of confusion, got %d"
              .formatted(classes.size(), confusion.size()));
    }
    for (List<Long> row : confusion) {
      if (row.size() != classes.size()) {
        throw new IllegalArgumentException(
            "%d classes are taken for as many, got %d".formatted(classes.size(), row.size()));
      }
    }
  }

  /**
   * Rows whose largest probability lies in one interval.
   *
   * @param rows how many there are
   * @param confidence mean of their largest probabilities; NaN without rows
   * @param accuracy fraction of them that is classified rightly; NaN without rows
   */
  public record Bin(long rows, double confidence, double accuracy) {}
}
