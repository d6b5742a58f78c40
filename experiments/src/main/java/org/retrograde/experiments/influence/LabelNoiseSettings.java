package org.retrograde.experiments.influence;

/**
 * The keys of the section.
 *
 * @param part of the training rows that get another label
 * @param steps along hypergradients
 * @param step the first one, in units of weight
 * @param seeds runs that judge
 */
record LabelNoiseSettings(double part, int steps, double step, int seeds) {

  /** Returns the number of rows that get another label. */
  int count(int rows) {
    return Math.max(1, (int) Math.round(part * rows));
  }
}
