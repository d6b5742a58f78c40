package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;

/**
 * Whether hypergradients agree at the widths that tuned values are meant for. What it has to say is
 * a note: hypergradients that turn with the width are as right as others at the width that is
 * tuned, and near the best rate, where they are small, they turn under every parametrization.
 *
 * @param engine runs the trials
 * @param at on the experiment's own device
 */
record WidthPart(TrialEngine engine, CheckedPoint at) {

  private static final String TRANSFER = "width ";
  private static final String NORMS = "spread of norms";

  /** 18 degrees; under a right parametrization an eighth of the width stays within. */
  private static final double TURN = 0.05;

  /** Largest over smallest norm, D2 of docs/mup.md. */
  private static final double SPREAD = 2.5;

  /** Wider networks cost more than all else here; how they train, a transfer shows. */
  private static final int WIDEST = 4;

  /**
   * Looks, where something is tuned at one width for others, up to four times as wide.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Part look() throws InterruptedException {
    ExperimentConfig config = at.problem().config();
    TuneConfig tune = config.tune();
    TransferConfig transfer = config.transfer();
    if (tune == null || transfer == null || !HypergradientTransfer.appliesTo(config)) {
      return new Part(List.of(), List.of());
    }
    List<Integer> widths =
        transfer.widths().stream().filter(width -> width <= WIDEST * at.problem().width()).toList();
    try {
      return judge(
          new HypergradientTransfer(engine, at.problem(), at.space(), at.strategy())
              .measure(widths, tune.seeds()),
          new Remedies(at.problem()));
    } catch (DivergedTrialException e) {
      return Part.of(
          new CheckFigure(
              TRANSFER + "other",
              Double.POSITIVE_INFINITY,
              TURN,
              false,
              String.valueOf(e.getMessage())),
          new Verdict(
              Conclusion.USABLE,
              "Note: a training of another width leaves the numbers. "
                  + new Remedies(at.problem()).ofWidths()));
    }
  }

  /** Looks at the angle and the size of hypergradients, those at the tuned width first. */
  static Part judge(List<HypergradientTransfer.Point> points, Remedies remedies) {
    HypergradientTransfer.Point tuned = points.get(0);
    if (points.size() == 1 || points.stream().anyMatch(point -> !(point.norm() > 0))) {
      return new Part(List.of(), List.of()); // of a norm of 0, the trial step has something to say
    }
    List<CheckFigure> figures = new ArrayList<>();
    List<Verdict> notes = new ArrayList<>();
    for (HypergradientTransfer.Point point : points.subList(1, points.size())) {
      figures.add(turn(tuned, point));
    }
    if (figures.stream().anyMatch(figure -> !figure.passed())) {
      notes.add(
          new Verdict(
              Conclusion.USABLE,
              "Note: hypergradients do not point the same way at every width, so what is tuned at"
                  + " one need not be right at the others. "
                  + remedies.ofWidths()));
    }
    CheckFigure spread = spread(points);
    figures.add(spread);
    if (!spread.passed()) {
      notes.add(
          new Verdict(
              Conclusion.USABLE,
              "Note: hypergradients are not of one size at every width, so a meta-step that suits"
                  + " one does not suit another. "
                  + remedies.ofWidths()));
    }
    return new Part(figures, notes);
  }

  private static CheckFigure turn(
      HypergradientTransfer.Point tuned, HypergradientTransfer.Point point) {
    double limit = Math.min(1, TURN + 2 * point.noise());
    return new CheckFigure(
        TRANSFER + point.width(),
        1 - point.cosine(),
        limit,
        1 - point.cosine() <= limit,
        ("1 - cosine of the angle to the hypergradient at width %d (seeds alone: %.2g); %.3g"
                + " times as long")
            .formatted(tuned.width(), point.noise(), point.norm() / tuned.norm()));
  }

  /** Noise of seeds blurs a norm by about the root of what it does to the cosine. */
  private static CheckFigure spread(List<HypergradientTransfer.Point> points) {
    DoubleSummaryStatistics norms =
        points.stream().mapToDouble(HypergradientTransfer.Point::norm).summaryStatistics();
    double noise = points.stream().mapToDouble(HypergradientTransfer.Point::noise).max().orElse(0);
    double spread = norms.getMax() / norms.getMin();
    double limit = SPREAD * (1 + 2 * Math.sqrt(noise));
    return new CheckFigure(
        NORMS,
        spread,
        limit,
        spread <= limit,
        String.format(
            Locale.ROOT,
            "the longest hypergradient of all widths over the shortest (%.2g but for noise of"
                + " seeds)",
            SPREAD));
  }
}
