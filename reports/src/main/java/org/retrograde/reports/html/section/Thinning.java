package org.retrograde.reports.html.section;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leaves out steps of a figure that would not show.
 *
 * <p>First those between which every line is straight: what is drawn stays within a thousandth of
 * the figure's height of every value. Steps are divided where a line is farthest from straight (the
 * vertical form of Douglas and Peucker's algorithm, 1973), in n log n steps for lines of few bends.
 * Where lines are so rough that many remain, the least and the largest value of each line in every
 * column of a pixel are kept, which draws the same columns.
 */
public final class Thinning {

  /** So few steps are all drawn. */
  static final int DRAWN_WHOLE = 500;

  private static final double OF_THE_HEIGHT = 1e-3;

  /** As many as a figure has pixels across. */
  private static final int COLUMNS = 1000;

  private final List<double[]> lines;
  private final double tolerance;

  private Thinning(List<double[]> lines) {
    this.lines = lines;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] line : lines) {
      for (double value : line) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    tolerance = OF_THE_HEIGHT * Math.max(0, most - least);
  }

  /**
   * Returns the steps to draw, in order.
   *
   * @param lines [line][step], of the same length
   * @param logarithmic whether the figure's height is one of logarithms
   */
  public static List<Integer> steps(List<List<Double>> lines, boolean logarithmic) {
    int count = lines.get(0).size();
    if (count <= DRAWN_WHOLE) {
      return IntStream.range(0, count).boxed().toList();
    }
    return new Thinning(lines.stream().map(line -> heights(line, logarithmic)).toList())
        .steps(count);
  }

  private static double[] heights(List<Double> line, boolean logarithmic) {
    return line.stream().mapToDouble(value -> logarithmic ? Math.log(value) : value).toArray();
  }

  private List<Integer> steps(int count) {
    BitSet kept = new BitSet(count);
    kept.set(0);
    kept.set(count - 1);
    Deque<int[]> open = new ArrayDeque<>(List.of(new int[] {0, count - 1}));
    while (!open.isEmpty()) {
      int[] part = open.pop();
      int farthest = farthest(part[0], part[1]);
      if (farthest >= 0) {
        kept.set(farthest);
        open.push(new int[] {part[0], farthest});
        open.push(new int[] {farthest, part[1]});
      }
    }
    BitSet shown = kept.cardinality() > 2 * COLUMNS ? extremes(kept, count) : kept;
    return shown.stream().boxed().toList();
  }

  /** Keeps the least and the largest value of each line in every column, and what is no number. */
  private BitSet extremes(BitSet kept, int count) {
    BitSet shown = new BitSet(count);
    shown.set(0);
    shown.set(count - 1);
    for (int column = 0; column < COLUMNS; column++) {
      int from = (int) ((long) count * column / COLUMNS);
      int to = (int) ((long) count * (column + 1) / COLUMNS);
      for (double[] line : lines) {
        int least = from;
        int most = from;
        for (int t = from; t < to; t++) {
          least = line[t] < line[least] ? t : least;
          most = line[t] > line[most] ? t : most;
          shown.set(t, shown.get(t) || Double.isNaN(line[t]));
        }
        shown.set(least);
        shown.set(most);
      }
    }
    return shown.cardinality() < kept.cardinality() ? shown : kept;
  }

  /** Returns the step between two at which a line is farthest from straight, -1 if none is far. */
  private int farthest(int from, int to) {
    double most = tolerance;
    int farthest = -1;
    for (double[] line : lines) {
      if (Double.isNaN(line[from]) || Double.isNaN(line[to])) { // an end of a gap is drawn as it is
        return from + 1 == to ? -1 : Double.isNaN(line[from]) ? from + 1 : to - 1;
      }
      double slope = (line[to] - line[from]) / (to - from);
      for (int t = from + 1; t < to; t++) {
        double distance = Math.abs(line[t] - line[from] - slope * (t - from));
        if (!(distance <= most)) {
          farthest = t;
          most = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
        }
      }
    }
    return farthest;
  }
}
