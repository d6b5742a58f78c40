package org.retrograde.reports.record;

import java.util.List;

/**
 * How the best learning rate of a schedule follows the length of a run and its batch, and what a
 * power law of the samples seen, with the same two numbers everywhere, leaves beside it.
 *
 * @param shape the schedule, tuned for every cell
 * @param byLogSamples exponent of the number of samples n in the best rate
 * @param byLogBatch exponent of the batch B in it
 * @param determination R squared of the fit c + b log n + d log B
 * @param laws rates B a n^b, fitted by hypergradients
 * @param cells every length and batch
 */
public record RateLaw(
    String shape,
    double byLogSamples,
    double byLogBatch,
    double determination,
    List<Law> laws,
    List<Cell> cells)
    implements Finding {

  /** Copies the lists. */
  public RateLaw {
    laws = List.copyOf(laws);
    cells = List.copyOf(cells);
  }

  /**
   * A law of the rate.
   *
   * @param name what it was fitted to
   * @param factor a
   * @param exponent b, most often below 0
   * @param mean of the ratios of its losses to those of the schedule tuned for each cell
   * @param worst of them
   */
  public record Law(String name, double factor, double exponent, double mean, double worst) {}

  /**
   * A length and a batch.
   *
   * @param batch B
   * @param samples n of the whole run
   * @param bestRate peak of the shape
   * @param loss that it leaves
   * @param ratios of the loss of each law to that
   */
  public record Cell(int batch, int samples, double bestRate, double loss, List<Double> ratios) {

    /** Copies the list. */
    public Cell {
      ratios = List.copyOf(ratios);
    }
  }
}
