package org.retrograde.experiments.law;

import java.util.List;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LawNumbers;

/** Laws in the form of the run record, and back. */
public final class LawRecords {

  private LawRecords() {}

  /** Returns a law as its numbers. */
  public static LawNumbers of(FittedLaw fitted) {
    Uncertainty uncertainty = fitted.uncertainty();
    return new LawNumbers(
        fitted.law().word(),
        fitted.law().names(),
        fitted.law().numbers(),
        uncertainty.covariance(),
        uncertainty.deviation(),
        uncertainty.unseen(),
        uncertainty.freedom());
  }

  /**
   * Returns the law of some numbers.
   *
   * @throws IllegalArgumentException if there is no such law, or it has other numbers
   */
  public static FittedLaw of(LawNumbers numbers) {
    return new FittedLaw(
        Laws.ALL.get(numbers.law()).of(numbers.numbers()),
        new Uncertainty(
            numbers.covariance(), numbers.deviation(), numbers.unseen(), numbers.freedom()));
  }

  /**
   * Returns a curve with what a law says of it.
   *
   * @param seen whether the law was fitted to it
   */
  public static LawCurve of(LossCurve curve, FittedLaw law, boolean seen) {
    List<FittedLaw.Prediction> said = law.predict(curve);
    return new LawCurve(
        curve.name(),
        seen,
        curve.rates(),
        curve.steps(),
        curve.losses(),
        said.stream().map(FittedLaw.Prediction::loss).toList(),
        said.stream().map(FittedLaw.Prediction::low).toList(),
        said.stream().map(FittedLaw.Prediction::high).toList(),
        law.explained(curve));
  }

  /** Returns the measured losses of a curve. */
  public static LossCurve of(LawCurve curve) {
    return new LossCurve(curve.name(), curve.rates(), curve.steps(), curve.losses());
  }
}
