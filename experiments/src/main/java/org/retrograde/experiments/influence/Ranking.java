package org.retrograde.experiments.influence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Rows in the order of a score: the higher, the more a row is suspected.
 *
 * @param scores of all rows. Not modified.
 */
@SuppressWarnings("ArrayRecordComponent") // made and read in one place
record Ranking(double[] scores) {

  /**
   * Returns the probability that a row that is meant has a higher score than one that is not, ties
   * counted half: the area under the curve.
   *
   * @param meant which rows are, at least one and not all
   */
  double area(Set<Integer> meant) {
    double[] ranks = new NaturalRanking().rank(scores);
    double sum = meant.stream().mapToDouble(row -> ranks[row]).sum();
    double count = meant.size();
    return (sum - count * (count + 1) / 2) / (count * (scores.length - count));
  }

  /** Returns the rows of the highest scores. */
  Set<Integer> first(int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> scores[row]).reversed())
        .limit(count)
        .collect(Collectors.toSet());
  }

  /** Returns the ranking the other way round. */
  static Ranking falling(double[] scores) {
    return new Ranking(Arrays.stream(scores).map(score -> -score).toArray());
  }
}
