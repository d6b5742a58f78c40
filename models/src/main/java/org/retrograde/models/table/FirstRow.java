package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Tells whether a first row is a header. */
final class FirstRow {

  /** So many numbers that follow one another are no accident. */
  private static final int RUN = 3;

  /** So many rows must be there to compare with. */
  private static final int ROWS = 3;

  private final List<String> first;
  private final Sample below;
  private final Cells cells;

  /**
   * Looks at the first row of a sample, which has one.
   *
   * @param sample all rows
   */
  FirstRow(Sample sample, Cells cells) {
    this.first = sample.rows().get(0).cells();
    this.below = sample.withoutFirst();
    this.cells = cells;
  }

  /**
   * Returns whether it is a header: texts above numbers; where all is text, names that do not occur
   * again.
   *
   * @param label the column of labels
   */
  boolean isHeader(int label) {
    if (first.stream().anyMatch(Cells::resemblesNumber)) {
      return !Cells.resemblesNumber(first.get(label))
          && !cells.isMissing(first.get(label))
          && !below.rows().isEmpty()
          && below.isOfNumbers(label, cells);
    }
    return below.rows().isEmpty()
        || columns().anyMatch(column -> below.isOfNumbers(column, cells))
        || (Set.copyOf(first).size() == first.size() && columns().noneMatch(this::recurs));
  }

  private IntStream columns() {
    return IntStream.range(0, first.size());
  }

  private boolean recurs(int column) {
    return below.count(column, first.get(column)::equals) > 0;
  }

  /**
   * Returns what makes a row that is read as data look like a header, if anything does.
   *
   * @param label the column of labels
   */
  Optional<String> suspicion(int label) {
    if (below.rows().size() < ROWS || !isWhole(first, label)) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (first.size() > RUN && isRun(label)) {
      reasons.add("its numbers follow one another");
    }
    if (below.rows().stream().noneMatch(row -> isWhole(row.cells(), label))) {
      reasons.add("it alone is of whole numbers");
    }
    Set<String> labels = new HashSet<>();
    below.rows().forEach(row -> labels.add(row.cells().get(label)));
    if (!labels.contains(first.get(label)) && labels.stream().allMatch(cells::isWhole)) {
      reasons.add("no other row has the label " + first.get(label));
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
  }

  private boolean isWhole(List<String> row, int label) {
    return IntStream.range(0, row.size()).allMatch(j -> j == label || cells.isWhole(row.get(j)));
  }

  private boolean isRun(int label) {
    double[] numbers =
        columns().filter(j -> j != label).mapToDouble(j -> cells.exact(first.get(j))).toArray();
    return IntStream.range(1, numbers.length).allMatch(i -> numbers[i] == numbers[i - 1] + 1);
  }
}
