package org.retrograde.hypergrad.average;

/** No mean: the last position is judged. */
public record LastIterate() implements IterateAverage {

  @Override
  public String word() {
    return "none";
  }

  @Override
  public String meaning() {
    return "the last weights themselves";
  }

  @Override
  public double weight(int step, int steps) {
    return step == steps ? 1 : 0;
  }

  @Override
  public int first(int steps) {
    return steps;
  }

  @Override
  public String inWords(int steps) {
    return "the last weights";
  }
}
