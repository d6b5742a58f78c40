package org.retrograde.reports.html.section;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.Importance;
import org.retrograde.reports.statistics.Spread;

/**
 * What is said of the derivatives with respect to hyperparameters: first what is left, noise last.
 */
final class ImportanceContent {

  private final List<Row> rows;

  ImportanceContent(List<Importance> importances, List<GroupPlace> places) {
    GroupColour colours =
        GroupColour.of(places, importances.stream().map(Importance::group).toList());
    this.rows =
        importances.stream()
            .map(
                importance ->
                    new Row(
                        name(importance),
                        colours.slot(importance.group()),
                        side(importance.startLogGradient(), importance.startBySeed()),
                        side(importance.tunedLogGradient(), importance.tunedBySeed())))
            .sorted(
                Comparator.comparing((Row row) -> row.tuned().noise())
                    .thenComparing(
                        Comparator.comparingDouble((Row row) -> row.tuned().size()).reversed()))
            .toList();
  }

  private static String name(Importance importance) {
    return importance.hyperparameter()
        + (importance.group().equals("all") ? " of all groups" : " of " + importance.group());
  }

  private static Side side(double mean, List<Double> seeds) {
    Spread spread = Spread.of(seeds);
    return new Side(mean, spread.halfWidth(), seeds, spread.count() > 1 && !spread.clear());
  }

  Content content() {
    return new Content("importances", "Importances", claim(), List.of(figure()));
  }

  private String claim() {
    if (!knowsNoise()) {
      return "After tuning, the loss depends most on the " + rows.get(0).name();
    }
    long clear = rows.stream().filter(row -> !row.tuned().noise()).count();
    if (clear == 0) {
      return "After tuning, no derivative rises above the noise of seeds";
    }
    return String.format(
        Locale.ROOT,
        "After tuning, %d of %d %s above the noise of seeds, most that of the %s",
        clear,
        rows.size(),
        clear == 1 ? "derivatives is" : "derivatives are",
        rows.get(0).name());
  }

  private boolean knowsNoise() {
    return rows.stream().allMatch(row -> row.tuned().seeds().size() > 1);
  }

  private Block figure() {
    List<List<Cell>> cells =
        rows.stream()
            .map(row -> List.of(Cell.text(row.name()), cell(row.start()), cell(row.tuned())))
            .toList();
    return Figure.of(
        "importances",
        "chart-importances",
        new Figure.Words("What does the loss still depend on?", explanation()),
        rows,
        new Table(
            "∂L/∂log λ, mean over seeds"
                + (knowsNoise() ? " ± half of its 95\u00a0% interval" : ""),
            List.of("hyperparameter", "start", "tuned"),
            cells));
  }

  private String explanation() {
    long smaller = rows.stream().filter(row -> row.tuned().size() < row.start().size()).count();
    String reading =
        "∂L/∂log λ, hollow at the start and filled when tuned, with the largest that is left on"
            + " top: left of 0 a larger value lowers the loss, right of 0 it raises it. The axis is"
            + " linear between the ticks next to 0 and logarithmic beyond. ";
    String counts =
        String.format(
            Locale.ROOT,
            "Tuning made %d of %d smaller in size. What is tuned as one number or schedule has one"
                + " row.",
            smaller,
            rows.size());
    return reading
        + (knowsNoise()
            ? String.format(
                Locale.ROOT,
                "Dots are means over %d seeds, each of which is exact (the small dots); lines are"
                    + " 95\u00a0%% intervals of the mean. Grey is noise: the interval holds 0, so"
                    + " the sign of the mean is not known. ",
                rows.get(0).tuned().seeds().size())
            : "There is no spread over seeds to tell noise by. ")
        + counts;
  }

  private static Cell cell(Side side) {
    Cell cell =
        Cell.number(
            Double.isNaN(side.halfWidth())
                ? Numbers.signed(side.mean())
                : Numbers.signed(side.mean()) + " ± " + Numbers.figure(side.halfWidth()));
    return side.noise() ? cell.withDetail("noise") : cell;
  }

  private record Row(String name, int slot, Side start, Side tuned) {}

  /** A derivative before or after tuning. */
  private record Side(double mean, double halfWidth, List<Double> seeds, boolean noise) {

    double size() {
      return Math.abs(mean);
    }
  }
}
