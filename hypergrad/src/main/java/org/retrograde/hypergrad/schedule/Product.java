package org.retrograde.hypergrad.schedule;

import java.util.List;

/**
 * Several schedules at once, multiplied.
 *
 * @param factors at least two, multiplied in this order
 */
public record Product(List<Schedule> factors) implements Schedule {

  /** Copies the list. */
  public Product {
    factors = List.copyOf(factors);
    if (factors.size() < 2) {
      throw new IllegalArgumentException(
          "a product needs at least 2 schedules, got " + factors.size());
    }
  }

  @Override
  public String word() {
    return "times";
  }

  @Override
  public String meaning() {
    return "several schedules, multiplied";
  }

  @Override
  public double factor(int step, int steps) {
    return factors.stream()
        .mapToDouble(schedule -> schedule.factor(step, steps))
        .reduce(1, (a, b) -> a * b);
  }
}
