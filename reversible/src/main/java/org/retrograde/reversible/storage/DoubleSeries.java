package org.retrograde.reversible.storage;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list of numbers, such as one for each step of a run, that cannot be changed any more. */
public final class DoubleSeries extends AbstractList<Double> implements RandomAccess {

  private final DoubleStore numbers;

  private DoubleSeries(DoubleStore numbers) {
    this.numbers = numbers;
  }

  /**
   * Returns the numbers of an array.
   *
   * @param numbers not copied; must not change from now on
   */
  public static DoubleSeries of(DoubleStore numbers) {
    return new DoubleSeries(numbers);
  }

  /** Returns the same numbers; {@code numbers} itself where it cannot be changed. */
  public static List<Double> copyOf(List<Double> numbers) {
    if (numbers instanceof DoubleSeries) {
      return numbers;
    }
    DoubleStore copy = new DoubleStore(numbers.size());
    int next = 0;
    for (double number : numbers) {
      copy.set(next++, number);
    }
    return of(copy);
  }

  @Override
  public Double get(int index) {
    return numbers.get(index);
  }

  @Override
  public int size() {
    return numbers.length();
  }
}
