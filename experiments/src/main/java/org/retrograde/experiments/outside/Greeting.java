package org.retrograde.experiments.outside;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.hypergrad.hyperparameter.Transform;

/**
 * The first line to a tuner: what it may ask for.
 *
 * @param protocol version of the lines
 * @param experiment its name
 * @param numbers what is searched, in the order of the raw vector
 * @param seeds runs of a trial whose ask names no number of them
 * @param runsOfAHypergradient as how many training runs one counts; null if there are none
 * @param noGradient why there are none; null if there are some
 */
record Greeting(
    int protocol,
    String experiment,
    List<Coordinate> numbers,
    int seeds,
    @Nullable Double runsOfAHypergradient,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String noGradient) {

  private static final int PROTOCOL = 1;

  /** Copies the list. */
  Greeting {
    numbers = List.copyOf(numbers);
  }

  /** Makes one of this version. */
  Greeting(
      String experiment,
      List<Coordinate> numbers,
      int seeds,
      @Nullable Double runsOfAHypergradient,
      @Nullable String noGradient) {
    this(PROTOCOL, experiment, numbers, seeds, runsOfAHypergradient, noGradient);
  }

  /**
   * One number.
   *
   * @param name for people, and in asks
   * @param transform from the raw number to the natural one
   * @param factor whether it multiplies a value, or the odds of one, and is none itself
   * @param strict whether nothing is trained outside of its bounds
   * @param raw where it starts and is searched
   * @param value the same in natural units
   */
  record Coordinate(
      String name, Transform transform, boolean factor, boolean strict, Range raw, Range value) {

    Coordinate(String name, Transform transform, boolean factor, boolean strict, Range raw) {
      this(
          name,
          transform,
          factor,
          strict,
          raw,
          new Range(
              transform.value(raw.start()),
              transform.value(raw.lower()),
              transform.value(raw.upper())));
    }
  }

  /** A start and bounds. */
  record Range(double start, double lower, double upper) {

    boolean contains(double value) {
      return lower <= value && value <= upper;
    }
  }

  /** Returns the numbers of a space. */
  static List<Coordinate> numbers(SearchSpace space) {
    double[] lower = space.box().lower().toArray();
    double[] upper = space.box().upper().toArray();
    List<Coordinate> numbers = new ArrayList<>();
    for (int i = 0; i < lower.length; i++) {
      SearchSpace.Axis axis = space.numbers().get(i);
      Range range = new Range(space.start().get(i), lower[i], upper[i]);
      boolean strict = i >= space.searched().space().size(); // there may be no such network
      numbers.add(new Coordinate(axis.name(), axis.transform(), axis.isFactor(), strict, range));
    }
    return numbers;
  }
}
