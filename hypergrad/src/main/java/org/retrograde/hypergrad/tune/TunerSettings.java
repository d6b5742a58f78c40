package org.retrograde.hypergrad.tune;

/**
 * How to tune.
 *
 * @param iterations number of updates, at least 1
 * @param seeds training runs averaged in each, fresh ones every time; at least 1
 * @param checkSeeds runs, always the same and none of the above, that decide which iterate is kept;
 *     0 keeps the last
 * @param checkEvery iterations between two such checks; the first and last iterate are always
 *     checked
 * @param stepSize of the first update, above 0
 * @param cosine whether the step size falls to 0 along a cosine
 * @param clip largest norm of one run's hypergradient; infinite for none
 * @param rootSeed from which all other seeds follow
 */
public record TunerSettings(
    int iterations,
    int seeds,
    int checkSeeds,
    int checkEvery,
    double stepSize,
    boolean cosine,
    double clip,
    long rootSeed) {

  /** Checks the ranges. */
  public TunerSettings {
    if (iterations < 1 || seeds < 1 || checkSeeds < 0 || checkEvery < 1) {
      throw new IllegalArgumentException(
          "iterations, seeds and checkEvery must be at least 1 and checkSeeds at least 0,"
              + " got %d, %d, %d and %d".formatted(iterations, seeds, checkEvery, checkSeeds));
    }
    if (!(stepSize > 0) || !(clip > 0)) {
      throw new IllegalArgumentException(
          "stepSize and clip must be above 0, got %s and %s".formatted(stepSize, clip));
    }
  }

  /** Returns the step size of an iteration, counted from 0. */
  double stepSizeAt(int iteration) {
    return cosine ? stepSize * (1 + Math.cos(Math.PI * iteration / iterations)) / 2 : stepSize;
  }

  boolean checksAt(int iteration) {
    return checkSeeds > 0 && (iteration % checkEvery == 0 || iteration == iterations);
  }
}
