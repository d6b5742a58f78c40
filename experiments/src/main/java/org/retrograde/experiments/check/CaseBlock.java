package org.retrograde.experiments.check;

import java.util.function.Function;
import org.retrograde.hypergrad.gradient.Hypergradient;

/** Numbers of a reference case that a run is held against. */
final class CaseBlock {

  private final String name;
  private final double[] expected;
  private final Function<Hypergradient, double[]> actual;

  /**
   * Makes a block.
   *
   * @param name that errors are returned under
   * @param expected by the program that wrote the case
   * @param actual the same numbers of a run
   */
  CaseBlock(String name, double[] expected, Function<Hypergradient, double[]> actual) {
    this.name = name;
    this.expected = expected;
    this.actual = actual;
  }

  String name() {
    return name;
  }

  double[] expected() {
    return expected;
  }

  double[] actual(Hypergradient result) {
    return actual.apply(result);
  }
}
