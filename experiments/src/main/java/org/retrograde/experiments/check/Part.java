package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reports.record.CheckFigure;

/**
 * What one part of a check found.
 *
 * @param figures each with its limit
 * @param verdicts what follows from them, none if all is well
 */
record Part(List<CheckFigure> figures, List<Verdict> verdicts) {

  Part {
    figures = List.copyOf(figures);
    verdicts = List.copyOf(verdicts);
  }

  static Part of(CheckFigure figure) {
    return new Part(List.of(figure), List.of());
  }

  static Part of(CheckFigure figure, Verdict verdict) {
    return new Part(List.of(figure), List.of(verdict));
  }

  /**
   * Returns both together. What the second has to say is left out where the first has found that
   * hypergradients are of no use, as it follows from that.
   */
  Part and(Part next) {
    List<CheckFigure> all = new ArrayList<>(figures);
    all.addAll(next.figures);
    List<Verdict> said = new ArrayList<>(verdicts);
    if (Verdict.of(verdicts) == Conclusion.USABLE) {
      said.addAll(next.verdicts);
    }
    return new Part(all, said);
  }
}
