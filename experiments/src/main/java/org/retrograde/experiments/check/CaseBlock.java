package org.retrograde.experiments.check;

import java.util.function.Function;
import org.retrograde.hypergrad.gradient.Hypergradient;

/**
 * Numbers of a reference case that a run is held against.
 *
 * @param name that errors are returned under
 * @param expected by the program that wrote the case
 * @param actual the same numbers of a run
 */
record CaseBlock(String name, double[] expected, Function<Hypergradient, double[]> actual) {}
