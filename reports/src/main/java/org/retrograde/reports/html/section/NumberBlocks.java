package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.NumberJudgement;

/**
 * How numbers are predicted: figures, predictions by targets, and residuals.
 *
 * @param all one a setting; what was tuned is shown first
 * @param judged the runs that they are of
 */
record NumberBlocks(List<NumberJudgement> all, Judged judged) {

  private static final int BARS = 21;

  /** Puts what was tuned first. */
  NumberBlocks {
    all = TunedFirst.sorted(all, NumberJudgement::settings);
  }

  /** What the charts are given. */
  private record Arms(List<Arm> arms) {}

  private record Arm(String name, List<NumberJudgement.Point> points, List<Bar> residuals) {}

  /**
   * Residuals of nearly the same size.
   *
   * @param middle of the interval
   * @param rows how many there are
   */
  record Bar(double middle, int rows) {}

  List<Block> blocks() {
    List<Arm> arms =
        all.stream()
            .map(one -> new Arm(one.settings(), one.points(), residuals(one.points())))
            .toList();
    return List.of(figures(), predicted(new Arms(arms)), residuals(new Arms(arms)));
  }

  private Table figures() {
    List<List<Cell>> rows = new ArrayList<>();
    for (NumberJudgement one : all) {
      rows.add(
          List.of(
              Cell.text(one.settings()).withDetail(judged.lostWords(one.settings())),
              Cell.spread(one.r2s()),
              Cell.spread(one.maes()),
              Cell.spread(one.rmses())));
    }
    return new Table(
        "On all %s rows: mean ± standard deviation over the seeds that did not diverge; R2 is the part of the variance of the"
                .formatted(all.get(0).part())
            + " targets that is explained, errors are in their unit",
        List.of("trained with", "R2", "mean absolute error", "root mean squared error"),
        rows);
  }

  private static Figure withChoices(Figure figure, Arms arms) {
    return figure.withChoices(
        arms.arms().stream().map(arm -> new Figure.Choice(arm.name(), arm.name())).toList());
  }

  private Figure predicted(Arms arms) {
    List<List<Cell>> rows = new ArrayList<>();
    for (NumberJudgement one : all) {
      one.points()
          .forEach(
              point ->
                  rows.add(
                      List.of(
                          Cell.text(one.settings()),
                          Cell.number(point.target()),
                          Cell.number(point.predicted()))));
    }
    return withChoices(
        Figure.of(
            "predicted",
            "chart-predicted",
            new Figure.Words(
                "How near are predictions to what is true?",
                "Up to 500 %s rows as the first seed predicts them; on the dashed line all is right."
                    .formatted(all.get(0).part())),
            arms,
            new Table("The same rows", List.of("trained with", "true", "predicted"), rows)),
        arms);
  }

  private Figure residuals(Arms arms) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Arm arm : arms.arms()) {
      arm.residuals()
          .forEach(
              bar ->
                  rows.add(
                      List.of(
                          Cell.text(arm.name()),
                          Cell.number(bar.middle()),
                          Cell.count(bar.rows()))));
    }
    return withChoices(
        Figure.of(
            "residuals",
            "chart-residuals",
            new Figure.Words(
                "How large are the residuals?",
                "The same rows by what is predicted minus what is true."),
            arms,
            new Table(
                "Rows by residual",
                List.of("trained with", "middle of the interval", "rows"),
                rows)),
        arms);
  }

  /** Counts residuals in intervals of one length around 0, up to the largest. */
  static List<Bar> residuals(List<NumberJudgement.Point> points) {
    double limit =
        points.stream()
            .mapToDouble(point -> Math.abs(point.predicted() - point.target()))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    double length = 2 * limit / BARS;
    int[] rows = new int[BARS];
    for (NumberJudgement.Point point : points) {
      double residual = point.predicted() - point.target();
      if (Double.isFinite(residual)) {
        int at = length == 0 ? BARS / 2 : (int) Math.min((residual + limit) / length, BARS - 1);
        rows[at]++;
      }
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < BARS; i++) {
      bars.add(new Bar((i - BARS / 2) * length, rows[i]));
    }
    return bars;
  }
}
