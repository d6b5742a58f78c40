package org.retrograde.hypergrad.hyperparameter;

/**
 * A named raw array and the place where it enters a run.
 *
 * <p>Raw numbers are free to move on the whole line; {@link #apply} maps them to values of the
 * run's settings and {@link #pullBack} is the transposed derivative of that map. Users add kinds of
 * their own by implementing this; the engine knows only {@link RunSettings}.
 */
public interface Hyperparameter {

  /** Returns the name for people, such as "learning rate". */
  String name();

  /** Returns the number of raw numbers. */
  int size();

  /**
   * Returns the raw numbers that come nearest to {@code settings}: where tuning starts.
   *
   * @throws IllegalArgumentException if the settings lie outside the transform's range
   */
  double[] start(RunSettings settings);

  /**
   * Writes the values of raw numbers into a run's settings.
   *
   * @param raw of length {@link #size()}
   * @param settings modified
   */
  void apply(double[] raw, RunSettings settings);

  /**
   * Pulls a derivative back from the settings to the raw numbers.
   *
   * @param raw where the derivative was taken
   * @param derivative of the final loss with respect to the settings
   * @return its derivative with respect to the raw numbers
   */
  double[] pullBack(double[] raw, RunSettings derivative);
}
