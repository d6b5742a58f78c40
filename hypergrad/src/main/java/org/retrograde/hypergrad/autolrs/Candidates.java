package org.retrograde.hypergrad.autolrs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.reversible.word.Keyword;

/** Which rates a stage tries. */
public enum Candidates implements Keyword {
  /**
   * The published way: a lower confidence bound with a weight of a million on the deviation, that
   * is, pure exploration. As no loss has a say in it, the first rate decides all others.
   */
  GAUSSIAN_PROCESS("the first at random, every further one where a Gaussian process knows least") {
    @Override
    List<Double> places(int count, RandomGenerator random) {
      GaussianProcess process = new GaussianProcess(LENGTH);
      List<Double> places = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        double place = i == 0 ? random.nextDouble() : process.leastKnown();
        places.add(place);
        process.observe(place);
      }
      return places;
    }
  },
  /** Evenly in the logarithm, both ends included, at every stage the same. */
  GRID("evenly spaced in the logarithm") {
    @Override
    List<Double> places(int count, RandomGenerator random) {
      return IntStream.range(0, count).mapToObj(i -> (double) i / (count - 1)).toList();
    }
  };

  /** Length of the process, a part of the range of log rates. */
  private static final double LENGTH = 0.2;

  private final String meaning;

  Candidates(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Returns the places of the rates in the order in which they are tried: 0 is the lowest rate, 1
   * the highest, and between them equal distances are equal factors.
   *
   * @param count at least 2
   * @return no place twice
   */
  abstract List<Double> places(int count, RandomGenerator random);
}
