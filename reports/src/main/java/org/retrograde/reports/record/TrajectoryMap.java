package org.retrograde.reports.record;

import java.util.List;

/**
 * Training of two weights, drawn over the ground that it descends.
 *
 * @param horizontal name of the first weight
 * @param vertical name of the second weight
 * @param ground the final loss around the trajectories
 * @param trajectories in the order of tuning
 */
public record TrajectoryMap(
    String horizontal, String vertical, Ground ground, List<Trajectory> trajectories)
    implements Finding {

  /** Copies the list. */
  public TrajectoryMap {
    trajectories = List.copyOf(trajectories);
  }

  /**
   * The loss on a regular grid.
   *
   * @param left first weight at the first column
   * @param right first weight at the last column
   * @param bottom second weight at the first row
   * @param top second weight at the last row
   * @param columns at least 2
   * @param losses row by row, from the bottom; at least 2 rows
   */
  public record Ground(
      double left, double right, double bottom, double top, int columns, List<Double> losses) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the losses do not fill two rows or more
     */
    public Ground {
      losses = List.copyOf(losses);
      if (columns < 2 || losses.size() < 2L * columns || losses.size() % columns != 0) {
        throw new IllegalArgumentException(
            "a grid needs at least 2 rows and 2 columns, got %d losses in rows of %d"
                .formatted(losses.size(), columns));
      }
    }

    /** Returns the number of rows. */
    public int rows() {
      return losses.size() / columns;
    }
  }

  /**
   * One training run.
   *
   * @param name for people
   * @param loss final loss
   * @param first the first weight at the start and after every step
   * @param second the second weight
   */
  public record Trajectory(String name, double loss, List<Double> first, List<Double> second) {

    /** Copies the lists. */
    public Trajectory {
      first = List.copyOf(first);
      second = List.copyOf(second);
    }
  }
}
