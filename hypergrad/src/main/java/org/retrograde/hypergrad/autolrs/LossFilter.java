package org.retrograde.hypergrad.autolrs;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;
import org.retrograde.reversible.word.Keyword;

/**
 * What becomes of the losses of a window before an exponential is fitted to them. The published
 * filter draws a curve through them, in each of some rounds drops those that are farthest off it if
 * they are early in the window, and puts the last curve in the place of all.
 *
 * <p>Its curve is FITPACK's smoothing spline of degree 2 with as much freedom as brings the sum of
 * squared residuals down to the number of losses, which for residuals below 1 is one parabola.
 */
public enum LossFilter implements Keyword {
  /** The published filter, its spline being a parabola also where residuals are above 1. */
  PARABOLA("one parabola, without losses that are far off it early in the window") {
    @Override
    LossWindow filtered(LossWindow window, Watched watched) {
      return drawn(window, watched, LossFilter::parabola);
    }
  },
  /** The same with a curve that follows the losses as closely as they ask for. */
  SPLINE("a smooth curve in place of the parabola") {
    @Override
    LossWindow filtered(LossWindow window, Watched watched) {
      return drawn(window, watched, PenalizedSpline::of);
    }
  },
  /** They stay as they are. */
  NONE("as they were seen") {
    @Override
    LossWindow filtered(LossWindow window, Watched watched) {
      return window;
    }
  };

  /** A parabola and a curve of this many numbers are no filter. */
  private static final int FEWEST_LOSSES = 8;

  private final String meaning;

  LossFilter(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns a window of the same places. */
  abstract LossWindow filtered(LossWindow window, Watched watched);

  private static LossWindow drawn(
      LossWindow window, Watched watched, Function<LossWindow, UnivariateFunction> draw) {
    LossWindow rest = window;
    int early = (window.size() - 1) / 2;
    for (int round = 0; round < watched.rounds() && rest.size() >= FEWEST_LOSSES; round++) {
      int most = (int) Math.rint(watched.outliers() * rest.size());
      rest = withoutFarthest(rest, draw.apply(rest), most, early);
    }
    return rest.size() < FEWEST_LOSSES ? window : window.on(draw.apply(rest));
  }

  /** Drops some of the losses that are farthest off a curve, those among the first ones. */
  private static LossWindow withoutFarthest(
      LossWindow window, UnivariateFunction curve, int most, int early) {
    Set<Integer> dropped =
        IntStream.range(0, window.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    i -> -Math.abs(window.loss(i) - curve.value(window.at(i)))))
            .limit(most)
            .filter(i -> i < early)
            .collect(Collectors.toCollection(HashSet::new));
    return window.kept(i -> !dropped.contains(i));
  }

  private static UnivariateFunction parabola(LossWindow window) {
    WeightedObservedPoints points = new WeightedObservedPoints();
    for (int i = 0; i < window.size(); i++) {
      points.add(window.at(i), window.loss(i));
    }
    return new PolynomialFunction(PolynomialCurveFitter.create(2).fit(points.toList()));
  }
}
