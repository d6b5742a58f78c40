package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.retrograde.hypergrad.check.Agreement;
import org.retrograde.hypergrad.check.DerivativeFinding;
import org.retrograde.hypergrad.check.DerivativeFinding.Kind;
import org.retrograde.hypergrad.check.ObjectiveCheck;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * The first part of a check: whether the objective's derivatives are right, at three points of a
 * training path.
 *
 * @param at on a device of precision float64
 */
record DerivativePart(CheckedPoint at) {

  /** Looks; an objective that is no number somewhere has no derivatives to compare. */
  Part look() {
    try {
      return judged();
    } catch (DivergenceException e) {
      String words = "Derivatives cannot be compared: %s.".formatted(e.getMessage());
      return new Part(List.of(), List.of(new Verdict(Conclusion.WRONG, words)));
    }
  }

  private Part judged() {
    ObjectiveCheck check = new ObjectiveCheck(at.shortened(at.space().start()), at.random(2));
    List<CheckedPoint.Place> places = at.places();
    List<DerivativeFinding> findings = new ArrayList<>();
    for (CheckedPoint.Place place : places) {
      findings.addAll(check.atStep(place.step(), place.weights()));
    }
    findings.addAll(check.atEnd(places.get(places.size() - 1).weights()));
    return judge(findings, Owner.of(at.problem()));
  }

  static Part judge(List<DerivativeFinding> findings, Owner owner) {
    List<CheckFigure> figures = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    boolean wrong = false;
    for (Kind kind : Kind.values()) {
      List<DerivativeFinding> all =
          findings.stream().filter(finding -> finding.kind() == kind).toList();
      if (all.isEmpty()) {
        continue;
      }
      figures.add(figure(kind, all));
      List<DerivativeFinding> differ = those(Agreement.DIFFERS, all);
      if (!differ.isEmpty()) {
        // A product is compared with differences of the gradient, which must be right for that.
        if (!wrong || kind == Kind.FINAL_GRADIENT) {
          verdicts.add(wrong(kind, differ, owner));
        }
        wrong |= kind != Kind.FINAL_GRADIENT;
      } else if (those(Agreement.AGREES, all).isEmpty()) {
        verdicts.add(unclear(kind, owner));
      }
    }
    return new Part(figures, verdicts);
  }

  private static List<DerivativeFinding> those(
      Agreement agreement, List<DerivativeFinding> findings) {
    return findings.stream().filter(finding -> finding.agreement() == agreement).toList();
  }

  private static CheckFigure figure(Kind kind, List<DerivativeFinding> all) {
    List<DerivativeFinding> comparable =
        all.stream().filter(f -> f.agreement() != Agreement.INCOMPARABLE).toList();
    DerivativeFinding worst =
        comparable.stream()
            .max(Comparator.comparingDouble(DerivativePart::overLimit))
            .orElse(all.get(0));
    boolean passed = those(Agreement.DIFFERS, all).isEmpty();
    int left = all.size() - comparable.size();
    return new CheckFigure(
        kind.label(),
        comparable.isEmpty() ? 0 : worst.error(),
        limit(worst),
        passed,
        "the objective's, the worst of %d comparisons in float64%s%s"
            .formatted(
                comparable.size(),
                kind == Kind.SYMMETRY ? ": u'Hv against v'Hu" : " with differences",
                left == 0 ? "" : "; %d more were not comparable".formatted(left)));
  }

  private static double limit(DerivativeFinding finding) {
    return Agreement.limit(finding.uncertainty(), DerivativeFinding.FLOOR);
  }

  private static double overLimit(DerivativeFinding finding) {
    return finding.error() / limit(finding);
  }

  private static Verdict wrong(Kind kind, List<DerivativeFinding> differ, Owner owner) {
    DerivativeFinding worst =
        differ.stream().max(Comparator.comparingDouble(DerivativeFinding::error)).orElseThrow();
    String blocks =
        differ.stream()
            .map(DerivativeFinding::block)
            .filter(block -> !block.equals(DerivativeFinding.ALL))
            .distinct()
            .collect(Collectors.joining(", "));
    String words =
        String.format(
            Locale.ROOT,
            "The derivative is wrong: the %s is off by %.2g of its size%s at step %d. %s",
            kind.label(),
            worst.error(),
            blocks.isEmpty() ? "" : " (" + blocks + ")",
            worst.step(),
            owner.blame(kind));
    return new Verdict(Conclusion.WRONG, words);
  }

  private static Verdict unclear(Kind kind, Owner owner) {
    return new Verdict(
        Conclusion.UNCLEAR,
        "Whether the %s is right cannot be told: kinks or rounding lie between the points of every"
                .formatted(kind.label())
            + " difference. "
            + owner.advice());
  }
}
