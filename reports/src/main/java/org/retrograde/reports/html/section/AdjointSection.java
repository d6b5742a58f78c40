package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.AdjointTrace;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;

/** |d_x| along the way back, and how fast it grows toward the first steps. */
final class AdjointSection implements Section {

  private static final int TABLE_ROWS = 11;
  private static final String SLOPE =
      "The slope is that of the least-squares line through log₁₀ |dₓ| at all steps where |dₓ| is"
          + " above 0: +1 means a factor of ten more with every 100 steps toward the past. The two"
          + " other columns are geometric means over a tenth of the steps.";

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(AdjointTraces.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(AdjointSection.class, "adjoint.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<AdjointTrace> traces =
        record.results().all(AdjointTraces.class).stream()
            .filter(trace -> !trace.steps().isEmpty())
            .toList();
    return traces.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content(
                "adjoint",
                "Derivative over steps",
                "|dₓ| through time: does it grow or fall toward the first steps?",
                List.of(figure(traces), new Block.Paragraph(SLOPE), slopes(traces))));
  }

  private static Block figure(List<AdjointTrace> traces) {
    List<Line> lines = traces.stream().map(trace -> new Line(trace.name(), points(trace))).toList();
    return Figure.of(
        "adjoint",
        "chart-adjoint",
        new Figure.Words(
            "How strongly does the final loss depend on the weights at each step?",
            "|dₓ| is the 2-norm of the derivative of the final loss with respect to all weights at"
                + " a step, on a logarithmic axis; gaps are steps where it is 0 or not finite. A"
                + " curve that grows steadily toward early steps means that training is at or"
                + " beyond the edge of chaos and hypergradients of early steps blow up; one that"
                + " falls toward early steps means that early settings hardly matter."),
        lines,
        table(traces));
  }

  /** By step; NaN, which the chart leaves out, where the logarithm does not exist. */
  private static List<Point> points(AdjointTrace trace) {
    List<Point> all =
        norms(trace).entrySet().stream()
            .map(
                at ->
                    new Point(
                        at.getKey(), Numbers.hasLog(at.getValue()) ? at.getValue() : Double.NaN))
            .toList();
    List<Double> norms = all.stream().map(Point::norm).toList();
    return Thinning.steps(List.of(norms), true).stream().map(all::get).toList();
  }

  private static Table slopes(List<AdjointTrace> traces) {
    List<List<Cell>> rows =
        traces.stream()
            .map(
                trace -> {
                  LogSlope slope = LogSlope.of(norms(trace));
                  return List.of(
                      Cell.text(trace.name()),
                      Cell.number(known(slope.firstTenth(), Numbers.figure(slope.firstTenth()))),
                      Cell.number(known(slope.lastTenth(), Numbers.figure(slope.lastTenth()))),
                      Cell.number(known(slope.towardPast(), Numbers.signed(slope.towardPast())))
                          .withDetail(reading(slope.towardPast())));
                })
            .toList();
    return new Table(
        "|dₓ| at both ends of the run, and its slope",
        List.of(
            "trace", "first tenth of the run", "last tenth of the run", "decades per 100 steps"),
        rows);
  }

  private static String known(double value, String text) {
    return Double.isNaN(value) ? "–" : text;
  }

  private static String reading(double slope) {
    return slope > 0 ? "grows toward the past" : slope < 0 ? "falls toward the past" : "";
  }

  private static Table table(List<AdjointTrace> traces) {
    List<SortedMap<Integer, Double>> byStep = traces.stream().map(AdjointSection::norms).toList();
    SortedSet<Integer> union = new TreeSet<>();
    byStep.forEach(norms -> union.addAll(norms.keySet()));
    List<Integer> steps = List.copyOf(union);
    int count = Math.min(steps.size(), TABLE_ROWS);
    List<List<Cell>> rows =
        IntStream.range(0, count)
            .mapToObj(i -> steps.get(count == 1 ? 0 : i * (steps.size() - 1) / (count - 1)))
            .map(step -> row(step, byStep))
            .toList();
    List<String> header =
        Stream.concat(Stream.of("step"), traces.stream().map(AdjointTrace::name)).toList();
    return new Table("|dₓ| at some of the steps", header, rows);
  }

  private static List<Cell> row(int step, List<SortedMap<Integer, Double>> byStep) {
    Stream<Cell> cells =
        byStep.stream()
            .map(norms -> norms.get(step))
            .map(norm -> norm == null ? Cell.number("–") : Cell.number(norm));
    return Stream.concat(Stream.of(Cell.number(Integer.toString(step))), cells).toList();
  }

  private static SortedMap<Integer, Double> norms(AdjointTrace trace) {
    SortedMap<Integer, Double> norms = new TreeMap<>();
    for (int i = 0; i < trace.steps().size(); i++) {
      norms.put(trace.steps().get(i), trace.norms().get(i));
    }
    return norms;
  }

  private record Point(int step, double norm) {}

  private record Line(String name, List<Point> points) {}
}
