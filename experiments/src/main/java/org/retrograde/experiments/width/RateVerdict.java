package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.SweepConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.CriterionFigure.Range;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateTransfer;

/**
 * Judges how the best learning rate follows the width.
 *
 * <ul>
 *   <li>A parametrization that is meant to transfer: C1, the regret at the base width's best rate;
 *       C2, the drift of the optimum; C5, wider is better; and no optimum on the edge of the grid.
 *   <li>Contrasts, which must fail if the sweep can tell right from wrong: C3, standard
 *       parametrization under Adam and cross entropy (under SGD and cross entropy it shows no
 *       drift, so it is not judged there); C4, the faulty ones.
 * </ul>
 */
final class RateVerdict {

  private static final double REGRET = 0.05;
  private static final double DRIFT = 0.35;
  private static final double FAULTY_REGRET = 0.20;

  private final TrainingProblem problem;
  private final SweepConfig sweep;

  RateVerdict(TrainingProblem problem, SweepConfig sweep) {
    this.problem = problem;
    this.sweep = sweep;
  }

  RateTransfer of(RateGrid grid) {
    ExperimentConfig config = problem.config();
    List<RateCurve> curves = grid.curves(config.model().baseWidth());
    double drift =
        LogLine.slope(
            curves.stream().map(RateCurve::width).toList(),
            curves.stream()
                .map(curve -> Double.isFinite(curve.bestLoss()) ? curve.optimum() : Double.NaN)
                .toList());
    Parametrization rules = grid.parametrization();
    List<CriterionFigure> figures = new ArrayList<>();
    if (rules.transfers()) {
      transfer(curves, drift, figures);
    } else if (grid.parametrization() == Parametrization.STANDARD) {
      standard(curves, drift, figures);
    } else if (rules.isFaulty()) {
      faulty(curves, figures);
    }
    return new RateTransfer(rules.label(), drift, figures, curves);
  }

  private static void transfer(
      List<RateCurve> curves, double drift, List<CriterionFigure> figures) {
    figures.add(
        CriterionFigure.within(
            "C1",
            "largest regret",
            largestRegret(curves),
            Range.upTo(REGRET),
            "loss at the base width's best rate over the best loss - 1, at the worst width"));
    figures.add(
        CriterionFigure.within(
            "C2",
            "drift",
            drift,
            new Range(-DRIFT, DRIFT),
            "octaves by which the optimum moves where the width doubles"));
    figures.add(wider(curves));
    long edges = curves.stream().filter(curve -> !curve.inside()).count();
    figures.add(
        CriterionFigure.within(
            "grid",
            "optima on the edge",
            (double) edges,
            Range.upTo(0),
            "widths whose best rate is the first or the last of the grid"));
  }

  private static CriterionFigure wider(List<RateCurve> curves) {
    double worst = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < curves.size(); i++) {
      double change = curves.get(i).lossAtBaseRate() / curves.get(i - 1).lossAtBaseRate() - 1;
      worst = Double.isNaN(change) ? Double.NaN : Math.max(worst, change);
    }
    return new CriterionFigure(
        "C5",
        "wider is better",
        worst,
        Double.NEGATIVE_INFINITY,
        0,
        worst < 0,
        "largest change of the loss from a width to the next, at the base width's best rate");
  }

  private void standard(List<RateCurve> curves, double drift, List<CriterionFigure> figures) {
    boolean adaptive = problem.optimizer().scaling().normalizes();
    if (!adaptive || problem.config().model().loss() != Loss.CROSS_ENTROPY) {
      return;
    }
    figures.add(
        CriterionFigure.within(
            "C3",
            "drift of the contrast",
            drift,
            Range.upTo(-DRIFT),
            "octaves by which the optimum moves where the width doubles: it must move"));
    figures.add(
        CriterionFigure.within(
            "C3",
            "regret at the widest",
            curves.get(curves.size() - 1).regret(),
            Range.from(sweep.standardRegret()),
            "what the base width's best rate costs at the largest width: it must show"));
  }

  private static void faulty(List<RateCurve> curves, List<CriterionFigure> figures) {
    figures.add(
        CriterionFigure.within(
            "C4",
            "largest regret of a fault",
            largestRegret(curves),
            Range.from(FAULTY_REGRET),
            "what the base width's best rate costs at the worst width: it must show"));
  }

  private static double largestRegret(List<RateCurve> curves) {
    return curves.stream().mapToDouble(RateCurve::regret).reduce(0, Math::max);
  }
}
