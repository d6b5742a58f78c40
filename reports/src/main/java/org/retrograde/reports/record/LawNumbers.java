package org.retrograde.reports.record;

import java.util.List;

/**
 * A law of the loss as a function of learning rates, with its numbers and how sure they are.
 *
 * @param law what users call it
 * @param names of the numbers
 * @param numbers one for each name
 * @param covariance of the coordinates in which it was fitted, [row][column]
 * @param deviation of logarithms of losses around it
 * @param unseen deviation of logarithms of losses of other schedules beyond that
 * @param freedom degrees of freedom of its intervals
 */
public record LawNumbers(
    String law,
    List<String> names,
    List<Double> numbers,
    List<List<Double>> covariance,
    double deviation,
    double unseen,
    int freedom) {

  /** Copies the lists and checks their lengths. */
  public LawNumbers {
    names = List.copyOf(names);
    numbers = List.copyOf(numbers);
    covariance = covariance.stream().map(List::copyOf).toList();
    if (names.size() != numbers.size()) {
      throw new IllegalArgumentException(
          "every number of a law has a name, got %d numbers and %d names"
              .formatted(numbers.size(), names.size()));
    }
  }
}
