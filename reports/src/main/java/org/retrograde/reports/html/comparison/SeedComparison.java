package org.retrograde.reports.html.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.statistics.SeedDifference;
import org.retrograde.reports.statistics.SeedVerdict;
import org.retrograde.reports.statistics.Spread;

/**
 * One figure of a run against that of the first run, seed by seed.
 *
 * @param figure what it is
 * @param fraction whether it is a fraction of rows
 * @param first label of the first run
 * @param second label of the other
 * @param firstMean its mean over the seeds of the first run that finished
 * @param secondMean that of the other
 * @param difference of the other from the first
 * @param verdict what the seeds allow to say of the other
 */
public record SeedComparison(
    String figure,
    boolean fraction,
    String first,
    String second,
    double firstMean,
    double secondMean,
    SeedDifference difference,
    SeedVerdict verdict) {

  /** Returns every figure that a run has in common with the first, run by run. */
  public static List<SeedComparison> of(Comparison comparison) {
    ComparedRun first = comparison.runs().get(0);
    List<SeedFigure> figures = SeedFigure.of(first.record());
    List<SeedComparison> found = new ArrayList<>();
    for (ComparedRun second : comparison.runs().subList(1, comparison.runs().size())) {
      List<SeedFigure> others = SeedFigure.of(second.record());
      for (SeedFigure figure : figures) {
        others.stream()
            .filter(other -> other.name().equals(figure.name()))
            .findFirst()
            .ifPresent(other -> found.add(of(first.label(), figure, second.label(), other)));
      }
    }
    return found;
  }

  private static SeedComparison of(
      String first, SeedFigure figure, String second, SeedFigure other) {
    SeedDifference difference = SeedDifference.of(figure.bySeed(), other.bySeed());
    return new SeedComparison(
        figure.name(),
        figure.fraction(),
        first,
        second,
        mean(figure),
        mean(other),
        difference,
        difference.verdict(figure.higherIsBetter()));
  }

  private static double mean(SeedFigure figure) {
    return Spread.of(List.copyOf(figure.bySeed().values())).mean();
  }

  /** Returns a mean as people read it. */
  public String shown(double mean) {
    if (Double.isNaN(mean)) {
      return "diverged";
    }
    return fraction ? String.format(Locale.ROOT, "%.2f %%", 100 * mean) : Numbers.figure(mean);
  }

  /** Returns the difference with its interval, as people read it. */
  public String change() {
    if (Double.isNaN(difference.mean())) {
      return "not known";
    }
    double scale = fraction ? 100 : 1;
    String change = Numbers.signed(scale * difference.mean());
    String interval =
        Double.isNaN(difference.halfWidth())
            ? ""
            : " ± " + Numbers.figure(scale * difference.halfWidth());
    return change + interval + (fraction ? " points" : "");
  }

  /** Returns the verdict in a word or two. */
  public String verdictWords() {
    return switch (verdict) {
      case BETTER -> "better";
      case WORSE -> "worse";
      case WITHIN_SPREAD -> difference.mean() == 0 ? "the same" : "not told apart";
      case NO_SPREAD -> "too few seeds";
    };
  }
}
