package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureScaling;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.RowCounts;
import org.retrograde.models.data.Splits;

/**
 * Cuts a table into rows to train on, to tune by and to test with, so that groups stay together and
 * times in order.
 *
 * @param counts rows of each part
 * @param seed of the order of rows, or of groups; null for that of the file
 * @param scaling of features
 */
public record TableSplits(RowCounts counts, @Nullable Long seed, FeatureScaling scaling) {

  /**
   * Cuts a table. The rows of a first file are put in order: by time, or group by group, or at
   * random. With a second file that has the test rows, or a second and a third for validation and
   * test, those keep their order.
   *
   * <p>Where rows belong to groups, each part gets whole groups until it has its rows; what is left
   * of its last group is left out, so that no group is in two parts.
   *
   * @throws DataException if there are too few rows
   */
  public DataSplits of(TableRows table) {
    LabeledData all = table.data();
    int head = table.counts().get(0);
    Splits splits = Splits.with(scaling);
    LabeledData first = ordered(table, head);
    return switch (table.counts().size()) {
      case 1 -> splits.of(first, counts);
      case 2 -> splits.of(first, all.slice(head, all.rows()), counts);
      default -> {
        int middle = head + table.counts().get(1);
        yield splits.of(first, all.slice(head, middle), all.slice(middle, all.rows()), counts);
      }
    };
  }

  private LabeledData ordered(TableRows table, int head) {
    LabeledData all = table.data();
    LabeledData first = head == all.rows() ? all : all.slice(0, head);
    int[] groups = table.groups();
    double[] times = table.times();
    if (groups != null) {
      return byGroup(first, groups, parts(table.counts().size()));
    }
    if (times != null) {
      return first.picked(
          IntStream.range(0, head)
              .boxed()
              .sorted(Comparator.comparingDouble(row -> times[row]))
              .mapToInt(row -> row)
              .toArray());
    }
    return seed == null ? first : first.shuffled(seed);
  }

  private List<Integer> parts(int files) {
    return List.of(counts.train(), counts.validation(), counts.test()).subList(0, 4 - files);
  }

  private LabeledData byGroup(LabeledData rows, int[] groups, List<Integer> parts) {
    List<List<Integer>> members = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      while (members.size() <= groups[row]) {
        members.add(new ArrayList<>());
      }
      members.get(groups[row]).add(row);
    }
    int[] order = order(members.size());
    List<Integer> picked = new ArrayList<>();
    int next = 0;
    int left = 0;
    int wanted = 0;
    for (int part : parts) {
      wanted += part;
      while (picked.size() < wanted) {
        if (next == order.length) {
          throw new DataException(
              ("%d groups of %d rows do not make parts of %s rows with no group in two of them; ask"
                      + " for fewer rows")
                  .formatted(members.size(), rows.rows(), parts));
        }
        List<Integer> group = members.get(order[next++]);
        int taken = Math.min(group.size(), wanted - picked.size());
        picked.addAll(group.subList(0, taken));
        left += group.size() - taken;
      }
    }
    LabeledData chosen = rows.picked(picked.stream().mapToInt(row -> row).toArray());
    return left == 0
        ? chosen
        : chosen.remarked("%d rows are left out, so that no group is in two parts".formatted(left));
  }

  private int[] order(int groups) {
    return seed == null
        ? IntStream.range(0, groups).toArray()
        : new RandomDataGenerator(new Well19937c(seed)).nextPermutation(groups, groups);
  }
}
