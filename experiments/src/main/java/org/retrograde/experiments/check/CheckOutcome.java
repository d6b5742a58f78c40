package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reports.record.CheckFigure;

/**
 * What a check found.
 *
 * @param figures each with its limit
 * @param conclusion what it comes to
 * @param verdict in plain words: whether hypergradients are usable here, and what to do if not
 * @param adjointNorms |d_x| before each step, and at the end; empty where training diverged
 */
public record CheckOutcome(
    List<CheckFigure> figures,
    Conclusion conclusion,
    List<String> verdict,
    List<Double> adjointNorms) {

  /** Copies its lists. */
  public CheckOutcome {
    figures = List.copyOf(figures);
    verdict = List.copyOf(verdict);
    adjointNorms = List.copyOf(adjointNorms);
  }

  /** Returns the outcome of figures that stand for themselves: wrong if one is above its limit. */
  public static CheckOutcome of(List<CheckFigure> figures) {
    boolean passed = figures.stream().allMatch(CheckFigure::passed);
    return new CheckOutcome(
        figures, passed ? Conclusion.USABLE : Conclusion.WRONG, List.of(), List.of());
  }

  /** Returns the outcome of all parts together. */
  static CheckOutcome of(Part all, List<Double> norms) {
    Conclusion conclusion = Verdict.of(all.verdicts());
    List<String> words = new ArrayList<>();
    words.add(heading(conclusion));
    all.verdicts().forEach(verdict -> words.add(verdict.words()));
    return new CheckOutcome(all.figures(), conclusion, words, norms);
  }

  private static String heading(Conclusion conclusion) {
    return switch (conclusion) {
      case USABLE ->
          "Hypergradients are usable here: the objective's derivatives agree with differences, and"
              + " the loss falls along the hypergradient.";
      case WRONG, ROUGH -> "Hypergradients are not safe to use here as it is:";
      case UNCLEAR -> "Whether hypergradients are usable here cannot be told:";
    };
  }
}
