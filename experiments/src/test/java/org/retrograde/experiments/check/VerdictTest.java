package org.retrograde.experiments.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.check.DerivativeFinding;
import org.retrograde.hypergrad.check.DerivativeFinding.Kind;
import org.retrograde.reports.record.CheckFigure;

/** What follows from figures, and who is told. */
final class VerdictTest {

  private static final Owner OURS = new Owner("");
  private static final Owner YOURS = new Owner("mine.Ravine");

  private static DerivativeFinding finding(Kind kind, double error, double uncertainty) {
    return new DerivativeFinding(kind, "W1", 10, error, uncertainty);
  }

  private static String words(Part part) {
    return part.verdicts().isEmpty() ? "" : part.verdicts().get(0).words();
  }

  @Test
  void aWrongDerivativeOfThisProgramIsItsOwnFault() {
    List<DerivativeFinding> wrong = List.of(finding(Kind.HESSIAN_PRODUCT, 0.01, 1e-9));
    Part ours = DerivativePart.judge(wrong, OURS);
    assertThat(Verdict.of(ours.verdicts())).isEqualTo(Conclusion.WRONG);
    assertThat(words(ours))
        .contains("the Hessian product is off by 0.010 of its size (W1) at step 10")
        .contains("a fault of this program, not of your experiment; please report it");
    assertThat(words(DerivativePart.judge(wrong, YOURS)))
        .contains("mine.Ravine is yours")
        .doesNotContain("report");
  }

  @Test
  void whatNothingCouldBeComparedOfCannotBeTold() {
    Part part = DerivativePart.judge(List.of(finding(Kind.GRADIENT, 0.5, 0.2)), OURS);
    assertThat(Verdict.of(part.verdicts())).isEqualTo(Conclusion.UNCLEAR);
    assertThat(words(part)).contains("cannot be told", "kinks or rounding");
    assertThat(part.figures()).extracting(CheckFigure::passed).containsExactly(true);
  }

  @Test
  void oneComparisonThatAgreesIsEnoughBesideOthersThatSayNothing() {
    Part part =
        DerivativePart.judge(
            List.of(finding(Kind.GRADIENT, 0.5, 0.2), finding(Kind.GRADIENT, 1e-9, 1e-8)), OURS);
    assertThat(part.verdicts()).isEmpty();
    assertThat(part.figures().get(0).value()).isEqualTo(1e-9);
    assertThat(part.figures().get(0).explanation()).contains("1 more were not comparable");
  }

  @Test
  void aHypergradientThatDiffersIsWrongAndOneThatCannotBeComparedIsNot() {
    DirectionCheck.Compared right = new DirectionCheck.Compared(1, 1e-9, 1e-8, 1e-6);
    DirectionCheck.Compared wrong = new DirectionCheck.Compared(1, 0.01, 1e-8, 1e-6);
    DirectionCheck.Compared vague = new DirectionCheck.Compared(1, 0.9, 0.3, 1e-6);
    assertThat(words(DirectionPart.judge(List.of(right, wrong, vague), 20)))
        .contains("The derivative is wrong: hypergradients do not agree");
    Part part = DirectionPart.judge(List.of(right, vague), 20);
    assertThat(part.verdicts()).isEmpty();
    assertThat(part.figures().get(1).explanation()).startsWith("not comparable");
  }

  @Test
  void whatFollowsFromSomethingWrongIsLeftUnsaid() {
    Part wrong = Part.of(figure("a"), new Verdict(Conclusion.WRONG, "cause"));
    Part rough = Part.of(figure("b"), new Verdict(Conclusion.ROUGH, "effect"));
    Part note = Part.of(figure("c"), new Verdict(Conclusion.USABLE, "note"));
    CheckOutcome outcome = CheckOutcome.of(note.and(wrong).and(rough), List.of());
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.WRONG);
    assertThat(outcome.verdict()).hasSize(3).endsWith("note", "cause");
    assertThat(outcome.figures()).extracting(CheckFigure::name).containsExactly("c", "a", "b");
    assertThat(CheckOutcome.of(note, List.of()).conclusion()).isEqualTo(Conclusion.USABLE);
  }

  private static CheckFigure figure(String name) {
    return new CheckFigure(name, 0, 1, true, "");
  }
}
