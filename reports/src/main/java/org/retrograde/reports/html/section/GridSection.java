package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.RunRecord;

/** Grid searches of the baselines, one heat map an arm. */
final class GridSection implements Section {

  @Override
  public Part part() {
    return Part.COMPARED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Grid.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(GridSection.class, "grid.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<GridPoint> grid = record.results().all(Grid.class);
    if (grid.isEmpty()) {
      return Optional.empty();
    }
    List<String> arms = grid.stream().map(GridPoint::arm).distinct().toList();
    List<Block> figures =
        IntStream.range(0, arms.size())
            .mapToObj(i -> figure(i, arms.get(i), points(grid, arms.get(i))))
            .toList();
    return Optional.of(new Content("grid", "Baselines", claim(grid, arms), figures));
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    List<GridPoint> grid = record.results().all(Grid.class);
    return grid.stream()
        .map(GridPoint::arm)
        .distinct()
        .flatMap(arm -> winner(points(grid, arm)).stream())
        .map(GridSection::keyFigure)
        .toList();
  }

  private static KeyFigure keyFigure(GridPoint best) {
    return new KeyFigure(
            "Best of " + best.arm(),
            Numbers.figure(best.meanLoss()),
            "learning rate %s, momentum %s"
                .formatted(Numbers.setting(best.learningRate()), Numbers.setting(best.momentum())),
            Tone.PLAIN)
        .asSpare();
  }

  /** The points of one arm. */
  private static List<GridPoint> points(List<GridPoint> grid, String arm) {
    return grid.stream().filter(point -> point.arm().equals(arm)).toList();
  }

  /**
   * The point that the search chose, or the least loss if none is marked; empty if every point
   * diverged.
   */
  static Optional<GridPoint> winner(List<GridPoint> points) {
    return points.stream()
        .filter(GridPoint::winner)
        .findFirst()
        .or(
            () ->
                points.stream()
                    .filter(point -> Double.isFinite(point.meanLoss()))
                    .min((a, b) -> Double.compare(a.meanLoss(), b.meanLoss())));
  }

  /**
   * The sides of the grid that the winner lies on, such as {@code largest learning rate}; empty if
   * inside.
   */
  static List<String> edges(List<GridPoint> points) {
    List<String> edges = new ArrayList<>();
    winner(points)
        .ifPresent(
            best -> {
              edge(best, points, GridPoint::learningRate, "learning rate").ifPresent(edges::add);
              edge(best, points, GridPoint::momentum, "momentum").ifPresent(edges::add);
            });
    return edges;
  }

  private static Optional<String> edge(
      GridPoint best, List<GridPoint> points, ToDoubleFunction<GridPoint> axis, String name) {
    double least = points.stream().mapToDouble(axis).min().orElse(Double.NaN);
    double largest = points.stream().mapToDouble(axis).max().orElse(Double.NaN);
    double at = axis.applyAsDouble(best);
    if (least == largest || (at > least && at < largest)) {
      return Optional.empty();
    }
    return Optional.of((at == least ? "smallest " : "largest ") + name);
  }

  private static String claim(List<GridPoint> grid, List<String> arms) {
    List<List<GridPoint>> found =
        arms.stream()
            .map(arm -> points(grid, arm))
            .filter(points -> winner(points).isPresent())
            .toList();
    if (found.isEmpty()) {
      return "Every run of the grid diverged";
    }
    long inside = found.stream().filter(points -> edges(points).isEmpty()).count();
    return inside == arms.size()
        ? "Every baseline has its optimum inside its grid"
        : inside + " of " + arms.size() + " baselines have their optimum inside the grid";
  }

  private static Block figure(int index, String arm, List<GridPoint> points) {
    List<Double> rates = points.stream().map(GridPoint::learningRate).distinct().sorted().toList();
    List<Double> momenta = points.stream().map(GridPoint::momentum).distinct().sorted().toList();
    List<Tile> cells =
        points.stream()
            .map(
                point ->
                    new Tile(
                        rates.indexOf(point.learningRate()),
                        momenta.indexOf(point.momentum()),
                        point.meanLoss(),
                        point.spread()))
            .toList();
    Optional<GridPoint> best = winner(points);
    List<Integer> at =
        best.map(
                point ->
                    List.of(rates.indexOf(point.learningRate()), momenta.indexOf(point.momentum())))
            .orElse(List.of());
    List<String> rateNames = rates.stream().map(Numbers::setting).toList();
    List<String> momentumNames = momenta.stream().map(Numbers::setting).toList();
    return Figure.of(
        "grid",
        "chart-grid-" + index,
        new Figure.Words(heading(arm, points), explanation(best)),
        new Data(arm, rateNames, momentumNames, cells, at),
        table(arm, points));
  }

  private static String heading(String arm, List<GridPoint> points) {
    if (winner(points).isEmpty()) {
      return arm + ": every run diverged";
    }
    List<String> edges = edges(points);
    return edges.isEmpty()
        ? arm + ": the optimum lies inside the grid"
        : arm + ": the optimum lies on the edge (" + String.join(", ", edges) + ")";
  }

  private static String explanation(Optional<GridPoint> best) {
    String words =
        "Colour is the mean loss over seeds on a logarithmic scale: darker is better, yellow is"
            + " the worst, or anything from four times the least on; grey cells diverged.";
    return best.map(
            point ->
                words
                    + " Outlined is the winner: learning rate %s, momentum %s, loss %s."
                        .formatted(
                            Numbers.setting(point.learningRate()),
                            Numbers.setting(point.momentum()),
                            Numbers.figure(point.meanLoss())))
        .orElse(words);
  }

  private static Table table(String arm, List<GridPoint> points) {
    List<List<Cell>> rows =
        points.stream()
            .map(
                point ->
                    List.of(
                        Cell.number(Numbers.setting(point.learningRate())),
                        Cell.number(Numbers.setting(point.momentum())),
                        Cell.number(point.meanLoss()),
                        Cell.number(point.spread())))
            .toList();
    return new Table(
        "Grid of " + arm,
        List.of("learning rate", "momentum", "mean loss", "standard deviation"),
        rows);
  }

  private record Tile(int rate, int momentum, double mean, double spread) {}

  private record Data(
      String arm,
      List<String> rates,
      List<String> momenta,
      List<Tile> cells,
      List<Integer> winner) {}
}
