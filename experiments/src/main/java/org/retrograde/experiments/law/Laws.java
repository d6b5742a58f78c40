package org.retrograde.experiments.law;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Keyword;

/** The laws that there are. */
public enum Laws implements Keyword {
  /** {@link MultiPower}. */
  MULTI_POWER("a power of the sum of rates, less what each fall of the rate has won since") {
    @Override
    FittedLaw fitOnce(List<LossCurve> curves, double limit) {
      return MultiPowerFit.of(curves);
    }

    @Override
    FittedLaw refit(FittedLaw near, List<LossCurve> curves, double limit) {
      return MultiPowerFit.from((MultiPower) near.law(), curves);
    }

    @Override
    public LossLaw of(List<Double> numbers) {
      return MultiPower.of(numbers);
    }
  },
  /** {@link OptLawsLike}. */
  OPT_LAWS_LIKE("a regression on features of the schedule") {
    @Override
    FittedLaw fitOnce(List<LossCurve> curves, double limit) {
      return OptLawsLikeFit.of(curves, limit);
    }

    @Override
    FittedLaw refit(FittedLaw near, List<LossCurve> curves, double limit) {
      return OptLawsLikeFit.of(curves, limit);
    }

    @Override
    public LossLaw of(List<Double> numbers) {
      return OptLawsLike.of(numbers);
    }
  };

  /** All of them, by their words. */
  public static final Catalogue<Laws> ALL = Catalogue.of(Laws.class);

  private static final int MOST_FOLDS = 10;

  private final String meaning;

  Laws(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  abstract FittedLaw fitOnce(List<LossCurve> curves, double limit);

  abstract FittedLaw refit(FittedLaw near, List<LossCurve> curves, double limit);

  /** Returns the law of numbers in the order of its names. */
  public abstract LossLaw of(List<Double> numbers);

  /**
   * Fits the law to losses, and its intervals to what it says of curves that it was fitted without,
   * each in turn, or a tenth of them: to the curve, or the tenth, that it is furthest off.
   *
   * @param curves at least one; with one alone, intervals know of noise and nothing of other
   *     schedules
   * @param limit that all losses are above, at least 0, for laws that do not fit it
   * @throws IllegalArgumentException if there are too few losses, or one is not above the limit
   */
  public FittedLaw fit(List<LossCurve> curves, double limit) {
    FittedLaw fitted = fitOnce(curves, limit);
    double unseen = unseen(curves, others -> refit(fitted, others, limit));
    return new FittedLaw(fitted.law(), fitted.uncertainty().withUnseen(unseen));
  }

  /** What is done for other curves. */
  @FunctionalInterface
  private interface Fit {
    FittedLaw of(List<LossCurve> curves);
  }

  private static double unseen(List<LossCurve> curves, Fit fit) {
    int folds = Math.min(MOST_FOLDS, curves.size());
    double most = 0;
    for (int fold = 0; folds > 1 && fold < folds; fold++) {
      int left = fold;
      FittedLaw without;
      try {
        without = fit.of(chosen(curves, i -> i % folds != left));
      } catch (IllegalArgumentException e) {
        return 0; // too few losses without it
      }
      SummaryStatistics beyond = new SummaryStatistics();
      chosen(curves, i -> i % folds == left).forEach(curve -> addBeyond(without, curve, beyond));
      most = Math.max(most, beyond.getMean());
    }
    return Math.sqrt(most);
  }

  private static List<LossCurve> chosen(List<LossCurve> curves, IntPredicate places) {
    return IntStream.range(0, curves.size()).filter(places).mapToObj(curves::get).toList();
  }

  /** Adds the squared errors of the logarithms of a curve's losses, less what they should be. */
  private static void addBeyond(FittedLaw law, LossCurve curve, SummaryStatistics beyond) {
    double[] rates = curve.rateArray();
    for (int i = 0; i < curve.losses().size(); i++) {
      int steps = curve.steps().get(i);
      double error = Math.log(curve.losses().get(i) / law.law().loss(rates, steps));
      beyond.addValue(
          error * error - law.uncertainty().variance(law.law().byCoordinates(rates, steps)));
    }
  }
}
