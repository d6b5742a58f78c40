package org.retrograde.reports.html.section;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.TrajectoryMap.Ground;

/**
 * The lines along which a function on a grid has one value, by marching squares: each cell of the
 * grid is crossed by straight pieces between its edges, where the value lies by linear
 * interpolation; pieces that share an edge are joined to lines. A cell with two opposite corners
 * above and two below is cut so that the corners above are apart.
 *
 * @see <a href="https://doi.org/10.1145/37401.37422">Lorensen and Cline (1987)</a>, in two
 *     dimensions
 */
final class LevelLines {

  /** Pairs of edges that a line crosses, by corners above the level: bit 0 is the lower left. */
  private static final int[][] CROSSINGS = {
    {}, {3, 0}, {0, 1}, {3, 1}, {1, 2}, {3, 0, 1, 2}, {0, 2}, {3, 2},
    {2, 3}, {2, 0}, {0, 1, 2, 3}, {2, 1}, {1, 3}, {1, 0}, {0, 3}, {}
  };

  private final Ground ground;
  private final double level;
  private final Map<Long, List<Long>> neighbours = new HashMap<>();
  private final List<Long> order = new ArrayList<>();

  private LevelLines(Ground ground, double level) {
    this.ground = ground;
    this.level = level;
  }

  /**
   * Returns the lines of a level.
   *
   * @return each a list of points [x, y]; a closed line ends where it began
   */
  static List<List<double[]>> of(Ground ground, double level) {
    LevelLines lines = new LevelLines(ground, level);
    for (int row = 0; row < ground.rows() - 1; row++) {
      for (int column = 0; column < ground.columns() - 1; column++) {
        lines.cross(row, column);
      }
    }
    return lines.join();
  }

  private void cross(int row, int column) {
    int corners =
        (above(row, column) ? 1 : 0)
            + (above(row, column + 1) ? 2 : 0)
            + (above(row + 1, column + 1) ? 4 : 0)
            + (above(row + 1, column) ? 8 : 0);
    int[] crossed = CROSSINGS[corners];
    for (int i = 0; i < crossed.length; i += 2) {
      long from = edge(row, column, crossed[i]);
      long to = edge(row, column, crossed[i + 1]);
      link(from, to);
      link(to, from);
    }
  }

  private boolean above(int row, int column) {
    return loss(row, column) > level;
  }

  private double loss(int row, int column) {
    return ground.losses().get(row * ground.columns() + column);
  }

  private void link(long from, long to) {
    neighbours
        .computeIfAbsent(
            from,
            edge -> {
              order.add(edge);
              return new ArrayList<>();
            })
        .add(to);
  }

  /** Numbers an edge of the grid: twice its lower left corner, and 1 more if it is upright. */
  private long edge(int row, int column, int side) {
    return switch (side) {
      case 0 -> 2L * (row * ground.columns() + column);
      case 1 -> 2L * (row * ground.columns() + column + 1) + 1;
      case 2 -> 2L * ((row + 1) * ground.columns() + column);
      default -> 2L * (row * ground.columns() + column) + 1;
    };
  }

  private List<List<double[]>> join() {
    List<List<double[]>> lines = new ArrayList<>();
    for (long start : order) {
      if (left(start) > 0) {
        Deque<double[]> line = new ArrayDeque<>(List.of(point(start)));
        follow(start, line, true);
        follow(start, line, false);
        lines.add(List.copyOf(line));
      }
    }
    return lines;
  }

  private int left(long edge) {
    return neighbours.getOrDefault(edge, List.of()).size();
  }

  private void follow(long start, Deque<double[]> line, boolean forward) {
    long at = start;
    @Nullable Long next = take(at);
    while (next != null) {
      if (forward) {
        line.addLast(point(next));
      } else {
        line.addFirst(point(next));
      }
      at = next;
      next = take(at);
    }
  }

  /** Returns an edge that a piece leads to, and takes that piece away; null if there is none. */
  private @Nullable Long take(long from) {
    List<Long> next = neighbours.getOrDefault(from, List.of());
    if (next.isEmpty()) {
      return null;
    }
    Long to = next.remove(next.size() - 1);
    neighbours.getOrDefault(to, List.of()).remove(Long.valueOf(from));
    return to;
  }

  private double[] point(long edge) {
    int corner = (int) (edge / 2);
    int row = corner / ground.columns();
    int column = corner % ground.columns();
    boolean upright = edge % 2 == 1;
    double here = loss(row, column);
    double there = upright ? loss(row + 1, column) : loss(row, column + 1);
    double share = (level - here) / (there - here);
    return new double[] {
      at(ground.left(), ground.right(), column + (upright ? 0 : share), ground.columns()),
      at(ground.bottom(), ground.top(), row + (upright ? share : 0), ground.rows())
    };
  }

  private static double at(double first, double last, double place, int count) {
    return first + (last - first) * place / (count - 1);
  }
}
