package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.SearchVerdict;

/** What is said of curves that have points. */
final class SearchContent {

  private static final String NOT_REACHED = "not reached";

  private final List<SearchCurve> curves;
  private final Optional<SearchCurve> descent;

  SearchContent(List<SearchCurve> curves) {
    this.curves = curves;
    this.descent = curves.stream().filter(SearchCurve::descends).findFirst();
  }

  /** The curve with the lowest mean loss on unseen seeds, among those that were judged. */
  static Optional<SearchCurve> best(List<SearchCurve> curves) {
    return curves.stream()
        .filter(curve -> Double.isFinite(unseen(curve)))
        .min(Comparator.comparingDouble(SearchContent::unseen));
  }

  /** Mean loss on unseen seeds; not finite if a run diverged or none was made. */
  static double unseen(SearchCurve curve) {
    SearchVerdict verdict = curve.verdict();
    return verdict == null
        ? Double.NaN
        : verdict.losses().stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
  }

  Content content() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        figure("runs", "training runs", "What does each method find for its training runs?"));
    blocks.add(figure("seconds", "seconds", "And for its time?"));
    blocks.add(summary());
    descent.filter(tuned -> curves.size() > 1).map(this::crossings).ifPresent(blocks::add);
    blocks.add(new Block.Paragraph(words()));
    values().ifPresent(blocks::add);
    return new Content("search", "Search", claim(), blocks);
  }

  private String claim() {
    return best(curves)
        .filter(best -> curves.size() > 1)
        .map(
            best ->
                "The lowest loss on unseen seeds is that of %s, %s"
                    .formatted(best.method(), Numbers.figure(unseen(best))))
        .orElse("What does a search find for its budget?");
  }

  private Block figure(String key, String axis, String question) {
    boolean byRuns = key.equals("runs");
    ToDoubleFunction<SearchPoint> across = byRuns ? SearchPoint::runs : SearchPoint::seconds;
    List<Line> lines =
        curves.stream()
            .map(curve -> line(curve, across, byRuns ? curve.runs() : curve.seconds()))
            .toList();
    return Figure.of(
        "search",
        "chart-search-" + key,
        new Figure.Words(
            question,
            "The best loss so far; lower is better. Thick lines with dots are the mean over seeds"
                + " that nothing was chosen by; thin ones are what the method saw itself, which"
                + " luck may lower."),
        new Data(axis, lines),
        byRuns ? points() : null);
  }

  private static Line line(SearchCurve curve, ToDoubleFunction<SearchPoint> across, double end) {
    List<List<Double>> own = new ArrayList<>();
    List<List<Double>> unseen = new ArrayList<>();
    for (SearchPoint point : curve.points()) {
      double x = across.applyAsDouble(point);
      own.add(List.of(x, point.loss()));
      Double judged = point.unseenLoss();
      if (judged != null) {
        unseen.add(List.of(x, judged));
      }
    }
    for (List<List<Double>> line : List.of(own, unseen)) {
      if (!line.isEmpty()) {
        line.add(List.of(end, line.get(line.size() - 1).get(1)));
      }
    }
    return new Line(curve.method(), curve.descends(), own, unseen);
  }

  private Table points() {
    List<List<Cell>> rows = new ArrayList<>();
    for (SearchCurve curve : curves) {
      boolean judged = curve.points().stream().anyMatch(point -> point.unseenLoss() != null);
      for (SearchPoint point : curve.points()) {
        Double unseen = point.unseenLoss();
        if (!judged || unseen != null) {
          rows.add(
              List.of(
                  Cell.text(curve.method()),
                  Cell.number(Numbers.countOrFigure(point.runs())),
                  Cell.number(point.seconds()),
                  Cell.number(point.loss()),
                  unseen == null ? Cell.number("–") : Cell.number(unseen)));
        }
      }
    }
    return new Table(
        "Best loss so far by what was spent",
        List.of("method", "training runs", "seconds", "loss it chose by", "loss on unseen seeds"),
        rows);
  }

  private Table summary() {
    return new Table(
        "What each method found",
        List.of(
            "method",
            "numbers",
            "training runs",
            "seconds",
            "loss it chose by",
            "loss on unseen seeds",
            "test loss",
            "test error"),
        curves.stream().map(SearchContent::summaryRow).toList());
  }

  private static List<Cell> summaryRow(SearchCurve curve) {
    List<SearchPoint> points = curve.points();
    SearchVerdict verdict = curve.verdict();
    List<Cell> row =
        new ArrayList<>(
            List.of(
                Cell.text(curve.method()),
                Cell.number(Numbers.countOrFigure(curve.numbers())),
                Cell.number(Numbers.countOrFigure(curve.runs())),
                Cell.number(curve.seconds()),
                Cell.number(points.get(points.size() - 1).loss())));
    if (verdict == null) {
      row.addAll(List.of(Cell.number("–"), Cell.number("–"), Cell.number("–")));
    } else {
      row.add(Cell.spread(verdict.losses()));
      row.add(Cell.spread(verdict.testLosses()));
      row.add(Cell.spread(verdict.testErrors()));
    }
    return row;
  }

  /** Where curves cross: when one way was as good on unseen seeds as the other ever is. */
  private Table crossings(SearchCurve tuned) {
    return new Table(
        "What it took to be as good as the other's best, on unseen seeds",
        List.of(
            "method", tuned.method() + " as good after", "as good as " + tuned.method() + " after"),
        curves.stream()
            .filter(curve -> !curve.descends())
            .map(
                curve ->
                    List.of(
                        Cell.text(curve.method()),
                        reach(tuned, unseen(curve)),
                        reach(curve, unseen(tuned))))
            .toList());
  }

  /** When a curve was first as low on unseen seeds as some loss. */
  private static Cell reach(SearchCurve curve, double loss) {
    if (Double.isNaN(loss) || Double.isNaN(unseen(curve))) {
      return Cell.number("–");
    }
    return reached(curve, loss)
        .map(
            point ->
                Cell.number(Numbers.countOrFigure(Math.rint(point.runs())) + " runs")
                    .withDetail(Numbers.duration(point.seconds())))
        .orElse(Cell.number(NOT_REACHED));
  }

  /** The first judged point of a curve that is as low as some loss. */
  static Optional<SearchPoint> reached(SearchCurve curve, double loss) {
    return curve.points().stream()
        .filter(
            point -> {
              Double unseen = point.unseenLoss();
              return unseen != null && unseen <= loss;
            })
        .findFirst();
  }

  private String words() {
    String shared =
        "Seconds are the times of all runs added up, as if one went after the other, with what a"
            + " method computes in between; judging on unseen seeds is not part of any budget.";
    return descent
            .map(
                tuned ->
                    "Runs by which tuning chose its iterate are counted, and one hypergradient"
                        + " counts"
                        + " as %s training runs, by its gradient evaluations. "
                            .formatted(
                                Numbers.figure(
                                    Optional.ofNullable(tuned.runsOfAHypergradient())
                                        .orElse(Double.NaN))))
            .orElse("")
        + shared;
  }

  private Optional<Block> values() {
    List<List<Cell>> rows =
        curves.stream()
            .filter(curve -> !curve.found().isEmpty())
            .map(curve -> List.of(Cell.text(curve.method()), Cell.text(list(curve.found()))))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new Table("The best values", List.of("method", "values"), rows));
  }

  private static String list(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "\u00a0" + Numbers.figure(value.getValue()))
        .collect(Collectors.joining(", "));
  }

  private record Line(
      String name, boolean tuned, List<List<Double>> own, List<List<Double>> unseen) {}

  private record Data(String axis, List<Line> lines) {}
}
