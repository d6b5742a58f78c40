package org.retrograde.hypergrad.autolrs;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.retrograde.reversible.word.Keyword;

/** What becomes of the losses of a window before a curve is fitted to them. */
public enum LossFilter implements Keyword {
  /**
   * The published filter: in each of some rounds, the 3 % of the losses that are farthest from a
   * smooth curve are dropped if they are in the first half of the window; a smooth curve through
   * the rest takes their place. Windows of less than 34 losses drop none.
   */
  SPLINE("a smooth curve, without those that are far off it early in the window") {
    @Override
    LossWindow filtered(LossWindow window, int rounds) {
      LossWindow rest = window;
      for (int round = 0; round < rounds; round++) {
        rest = withoutFarthest(rest);
      }
      return rest.with(PenalizedSpline.smooth(rest));
    }
  },
  /** They stay as they are. */
  NONE("as they were seen") {
    @Override
    LossWindow filtered(LossWindow window, int rounds) {
      return window;
    }
  };

  private static final double DROPPED = 0.03;

  private final String meaning;

  LossFilter(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Returns what is left of a window.
   *
   * @param rounds in which losses may be dropped
   */
  abstract LossWindow filtered(LossWindow window, int rounds);

  private static LossWindow withoutFarthest(LossWindow window) {
    int n = window.size();
    double middle = (window.at(0) + window.at(n - 1)) / 2;
    double[] curve = PenalizedSpline.smooth(window);
    Set<Integer> dropped =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(window.loss(i) - curve[i])))
            .limit((int) (DROPPED * n))
            .filter(i -> window.at(i) < middle)
            .collect(Collectors.toCollection(HashSet::new));
    return window.kept(i -> !dropped.contains(i));
  }
}
