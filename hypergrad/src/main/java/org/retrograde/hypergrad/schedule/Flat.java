package org.retrograde.hypergrad.schedule;

/**
 * The same rate at every step.
 *
 * @param word what it is called
 */
public record Flat(String word) implements Schedule {

  @Override
  public String meaning() {
    return "the same at every step";
  }

  @Override
  public double factor(int step, int steps) {
    return 1;
  }
}
