package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.LabeledData;

/** What the labels of data say about its classes, or the numbers to predict. */
final class Labels {

  /** So many classes may be without a row before labels are taken for something else. */
  private static final int SPARE_CLASSES = 10;

  private static final int SHOWN = 5;

  private Labels() {}

  /**
   * Checks that labels can be numbers of classes.
   *
   * @throws DataException if all are alike, in training or everywhere, or most classes have no row
   *     at all
   */
  static void require(DataSplits data) {
    if (data.train().hasNumbers()) {
      requireDifferent(data.train().numbers());
      return;
    }
    int[] rows = rows(data.train(), data.validation(), data.test());
    List<Integer> found = classes(rows, count -> count > 0);
    if (found.size() == 1) {
      throw new DataException(
          "every row has the label %s, so there is nothing to learn; is it the right column"
                  .formatted(list(data.train(), found))
              + " (data.label-column)?");
    }
    List<Integer> trained = classes(rows(data.train()), count -> count > 0);
    if (trained.size() == 1) {
      throw new DataException(
          ("every training row has the label %s, while others have %s: the rows stand in the order"
                  + " of their classes; mix them (data.shuffle-seed: 1)")
              .formatted(list(data.train(), trained), list(data.train(), without(found, trained))));
    }
    if (rows.length > 2 * found.size() + SPARE_CLASSES) {
      throw new DataException(
          "labels go up to %d, but only %d different ones occur: %s; number the classes from 0"
              .formatted(rows.length - 1, found.size(), list(data.train(), found)));
    }
  }

  private static void requireDifferent(float[] numbers) {
    for (float number : numbers) {
      if (number != numbers[0]) {
        return;
      }
    }
    throw new DataException(
        "every training row has the same number to predict, so there is nothing to learn; is it"
            + " the right column (data.label-column)?");
  }

  /** Returns what of the labels is likely not meant, and what helps. */
  static List<String> warnings(DataSplits data) {
    if (data.train().hasNumbers()) {
      return List.of();
    }
    int[] rows = rows(data.train(), data.validation(), data.test());
    List<Integer> nowhere = classes(rows, count -> count == 0);
    List<Integer> untrained = classes(rows(data.train()), count -> count == 0);
    List<Integer> unseen = without(untrained, nowhere);
    List<String> warnings = new ArrayList<>();
    if (!nowhere.isEmpty()) {
      warnings.add(
          ("no row has the label %s, so that as many outputs are never used: number the classes"
                  + " from 0, without gaps")
              .formatted(list(data.train(), nowhere)));
    }
    if (!unseen.isEmpty()) {
      warnings.add(
          ("no training row has the label %s, which others have, so that it is never learned: take"
                  + " more training rows, or mix them (data.shuffle-seed: 1)")
              .formatted(list(data.train(), unseen)));
    }
    return warnings;
  }

  private static List<Integer> without(List<Integer> all, List<Integer> others) {
    return all.stream().filter(label -> !others.contains(label)).toList();
  }

  /** Returns how many classes there are and of how many rows, for people. */
  static String describe(LabeledData data) {
    if (data.hasNumbers()) {
      return "a number to predict";
    }
    int[] rows = rows(data);
    List<Integer> empty = classes(rows, count -> count == 0);
    int least = Arrays.stream(rows).filter(count -> count > 0).min().orElse(0);
    int most = Arrays.stream(rows).max().orElse(0);
    String classes =
        "%d classes of %s training rows"
            .formatted(rows.length, least == most ? least : least + " to " + most);
    return empty.isEmpty() ? classes : "%s, none of class %s".formatted(classes, list(data, empty));
  }

  /** Returns the least loss of a prediction that is the same for every row. */
  static double leastConstantLoss(Loss loss, LabeledData data) {
    if (data.hasNumbers()) {
      float[] numbers = data.numbers();
      double mean =
          IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).average().orElse(0);
      return IntStream.range(0, numbers.length)
          .mapToDouble(i -> (numbers[i] - mean) * (numbers[i] - mean))
          .average()
          .orElse(0);
    }
    return loss.ofBestConstant(
        Arrays.stream(rows(data)).mapToDouble(count -> (double) count / data.rows()).toArray());
  }

  /** Returns the number of rows of each class. */
  private static int[] rows(LabeledData... parts) {
    int[] rows = new int[parts[0].classes()];
    Stream.of(parts)
        .flatMapToInt(part -> Arrays.stream(part.labels()))
        .forEach(label -> rows[label]++);
    return rows;
  }

  private static List<Integer> classes(int[] rows, IntPredicate chosen) {
    return IntStream.range(0, rows.length).filter(c -> chosen.test(rows[c])).boxed().toList();
  }

  /** By their names, where the data have some. */
  private static String list(LabeledData data, List<Integer> classes) {
    List<String> names = data.classNames();
    return classes.stream()
            .limit(SHOWN)
            .map(c -> c < names.size() ? names.get(c) : String.valueOf(c))
            .collect(Collectors.joining(", "))
        + (classes.size() > SHOWN ? ", ..." : "");
  }
}
