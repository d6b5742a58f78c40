package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LawNumbers;

/** A law with its numbers, and the curves that it was fitted to or held against. */
public final class LawBlocks {

  /** Draws the charts. */
  public static final Script SCRIPT = new Script(LawBlocks.class, "laws.js");

  private LawBlocks() {}

  /** Losses and what the law says of them, with a row a curve. */
  public static Block curves(List<LawCurve> curves) {
    List<List<Cell>> rows = curves.stream().map(LawBlocks::row).toList();
    return Figure.of(
        "lawLosses",
        "chart-law-losses",
        new Figure.Words(
            "What does the law say of each curve?",
            "Dots are losses; a line is what the law says of them, dashed where it was fitted to"
                + " them. The vertical axis is logarithmic."),
        new Data(curves.stream().map(Dots::of).toList()),
        new Table(
            "Curves",
            List.of("curve", "", "losses", "R²", "last loss", "the law's", "95 % interval"),
            rows));
  }

  private static List<Cell> row(LawCurve curve) {
    int last = curve.losses().size() - 1;
    return List.of(
        Cell.text(curve.name()),
        Cell.text(curve.fitted() ? "fitted" : "unseen"),
        Cell.number(Integer.toString(curve.losses().size())),
        Cell.number(String.format(Locale.ROOT, "%.4f", curve.explained())),
        Cell.number(String.format(Locale.ROOT, "%.5f", curve.last())),
        Cell.number(String.format(Locale.ROOT, "%.5f", curve.lastPredicted())),
        Cell.number(
                String.format(
                    Locale.ROOT, "%.4f to %.4f", curve.low().get(last), curve.high().get(last)))
            .withDetail(curve.lastIsHeld() ? "" : "does not hold it")
            .toned(curve.lastIsHeld() ? Tone.PLAIN : Tone.BAD));
  }

  /** The numbers of a law. */
  public static Table numbers(LawNumbers law) {
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < law.names().size(); i++) {
      rows.add(List.of(Cell.text(law.names().get(i)), Cell.number(law.numbers().get(i))));
    }
    rows.add(
        List.of(
            Cell.text("deviation of losses around it"),
            Cell.number(Numbers.figure(100 * law.deviation()) + " %")));
    rows.add(
        List.of(
            Cell.text("beyond it, of curves it was fitted without"),
            Cell.number(Numbers.figure(100 * law.unseen()) + " %")));
    return new Table("The law " + law.law(), List.of("number", "value"), rows);
  }

  /**
   * Schedules over the steps of training.
   *
   * @param id anchor
   * @param words heading and explanation
   * @param axis name of the vertical axis
   * @param logarithmic whether that is logarithmic
   * @param first step of the first value
   * @param lines at least one, all of the same steps
   * @param table the same data
   */
  static Block lines(
      String id,
      Figure.Words words,
      String axis,
      boolean logarithmic,
      int first,
      List<Line> lines,
      Table table) {
    return Figure.of("lawLines", id, words, new Lines(axis, logarithmic, first, lines), table);
  }

  /**
   * A line of a chart.
   *
   * @param name of it
   * @param values by step
   * @param best whether it is thick
   */
  record Line(String name, List<Double> values, boolean best) {}

  private record Lines(String name, boolean logarithmic, int first, List<Line> lines) {}

  private record Data(List<Dots> curves) {}

  private record Dots(
      String name,
      boolean fitted,
      List<Integer> steps,
      List<Double> losses,
      List<Double> predicted) {

    private static final int MOST = 300;

    /** What is drawn of a curve: as many points as can be told apart. */
    static Dots of(LawCurve curve) {
      int every = Math.max(1, curve.steps().size() / MOST);
      return new Dots(
          curve.name(),
          curve.fitted(),
          thinned(curve.steps(), every),
          thinned(curve.losses(), every),
          thinned(curve.predicted(), every));
    }

    private static <T> List<T> thinned(List<T> values, int every) {
      int last = values.size() - 1;
      return IntStream.rangeClosed(0, last)
          .filter(i -> (last - i) % every == 0)
          .mapToObj(values::get)
          .toList();
    }
  }
}
