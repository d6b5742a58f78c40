package org.retrograde.hypergrad.meta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.reversible.trajectory.DivergenceException;

/** A meta-objective that is given run by run, each of which takes a thousandth of a second. */
public interface SeedFunction extends MetaObjective {

  double SECONDS = 1e-3;

  Sample differentiate(double[] raw, long seed);

  double evaluate(double[] raw, long seed);

  @Override
  default List<Outcome<Sample>> differentiate(double[] raw, long[] seeds) {
    return Arrays.stream(seeds).mapToObj(seed -> attempt(raw, seed)).toList();
  }

  private Outcome<Sample> attempt(double[] raw, long seed) {
    try {
      return Outcome.found(differentiate(raw, seed), SECONDS);
    } catch (DivergenceException e) {
      return Outcome.diverged(String.valueOf(e.getMessage()), SECONDS);
    }
  }

  @Override
  default List<Outcome<Double>> evaluate(List<double[]> raws, long[] seeds) {
    List<Outcome<Double>> outcomes = new ArrayList<>();
    for (double[] raw : raws) {
      Arrays.stream(seeds)
          .forEach(seed -> outcomes.add(Outcome.found(evaluate(raw, seed), SECONDS)));
    }
    return outcomes;
  }
}
