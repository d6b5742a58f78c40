package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Tells whether a first row is a header. */
final class FirstRow {

  /** So many numbers that rise in equal steps are rarely an accident. */
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
   * Returns what makes a row that is read as data look like a header, if anything does. Texts are
   * looked past, since names of columns may stand above texts.
   *
   * @param label the column of labels
   */
  Optional<String> suspicion(int label) {
    List<Integer> numbers = columns().filter(j -> cells.isNumber(first.get(j))).boxed().toList();
    List<Integer> features = numbers.stream().filter(j -> j != label).toList();
    List<Sample.Row> rows =
        below.rows().stream().filter(row -> row.cells().size() == first.size()).toList();
    if (rows.size() < ROWS || features.isEmpty() || !isWhole(first, features)) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (risesEvenly(numbers) || risesEvenly(features)) {
      reasons.add("its numbers rise in equal steps");
    }
    boolean rare = features.size() > 1 || first.size() == 2;
    if (rare && rows.stream().noneMatch(row -> isWhole(row.cells(), features))) {
      reasons.add("it alone is of whole numbers");
    }
    Map<String, Integer> labels = new HashMap<>();
    rows.forEach(row -> labels.merge(row.cells().get(label), 1, Integer::sum));
    if (!labels.containsKey(first.get(label))
        && labels.values().stream().allMatch(count -> count > 1)) {
      reasons.add("no other row has the label " + Cells.shown(first.get(label)));
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
  }

  private boolean isWhole(List<String> row, List<Integer> columns) {
    return columns.stream().allMatch(j -> cells.isWhole(row.get(j)));
  }

  private boolean risesEvenly(List<Integer> columns) {
    double[] numbers = columns.stream().mapToDouble(j -> cells.exact(first.get(j))).toArray();
    return numbers.length >= RUN
        && numbers[1] > numbers[0]
        && IntStream.range(2, numbers.length)
            .allMatch(i -> numbers[i] - numbers[i - 1] == numbers[1] - numbers[0]);
  }
}
