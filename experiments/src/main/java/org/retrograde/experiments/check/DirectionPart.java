package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.check.Agreement;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * The second part of a check: whether the hypergradient of a shortened training is right, where the
 * objective's derivatives are.
 *
 * @param at on a device of precision float64
 */
record DirectionPart(CheckedPoint at) {

  static final String DIRECTION = "direction ";

  /** Looks; finds nothing to compare where training leaves the numbers. */
  Part look() {
    try {
      return judge(new DirectionCheck(at).compare(), at.steps());
    } catch (DivergenceException e) {
      return new Part(List.of(), List.of()); // the landscape says so
    }
  }

  static Part judge(List<DirectionCheck.Compared> compared, int steps) {
    List<CheckFigure> figures = new ArrayList<>();
    for (int i = 0; i < compared.size(); i++) {
      figures.add(figure(i + 1, compared.get(i), steps));
    }
    boolean wrong = compared.stream().anyMatch(one -> one.agreement() == Agreement.DIFFERS);
    return new Part(figures, wrong ? List.of(wrong()) : List.of());
  }

  private static CheckFigure figure(int number, DirectionCheck.Compared one, int steps) {
    Agreement agreement = one.agreement();
    return new CheckFigure(
        DIRECTION + number,
        one.error(),
        one.limit(),
        agreement != Agreement.DIFFERS,
        agreement == Agreement.INCOMPARABLE
            ? "not comparable: kinks or rounding between the points leave differences uncertain by"
                + " %.1e".formatted(one.uncertainty())
            : "error of the derivative %.6g of %d steps against differences, over the largest"
                    .formatted(one.derivative(), steps)
                + " direction's; in float64");
  }

  private static Verdict wrong() {
    return new Verdict(
        Conclusion.WRONG,
        "The derivative is wrong: hypergradients do not agree with differences of whole trainings,"
            + " although the objective's derivatives do. This is a fault of this program, or of an"
            + " optimizer or hyperparameter that the class path brings; please report it, with the"
            + " experiment.");
  }
}
