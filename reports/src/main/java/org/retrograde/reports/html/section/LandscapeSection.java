package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.RunRecord;

/** The final loss and its derivative over learning rates. */
final class LandscapeSection implements Section {

  private static final int TABLE_ROWS = 21;

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Landscape.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(LandscapeSection.class, "landscape.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record
        .results()
        .find(Landscape.class)
        .filter(landscape -> !landscape.points().isEmpty())
        .map(LandscapeSection::section);
  }

  private static Content section(Landscape landscape) {
    return new Content(
        "landscape",
        "Landscape",
        claim(landscape),
        List.of(figure(landscape), new Block.Paragraph(landscape.rule())));
  }

  private static String claim(Landscape landscape) {
    Double chaos = landscape.chaos();
    if (chaos == null) {
      return "The derivative describes the loss at every learning rate";
    }
    boolean first = chaos == landscape.points().get(0).logRate();
    return "Chaos begins at a log learning rate of %s%s"
        .formatted(Numbers.figure(chaos), first ? ", the lowest here, or below" : "");
  }

  private static Block figure(Landscape landscape) {
    long lost =
        landscape.points().stream().filter(point -> Double.isInfinite(point.loss())).count();
    return Figure.of(
        "landscape",
        "chart-landscape",
        new Figure.Words(
            "Up to which learning rate does the derivative describe the loss?",
            "One dot a training run, all from one start and with one order of batches. Above: the"
                + " final loss. Middle: its derivative with respect to the log learning rate, on an"
                + " axis that is linear near 0 and logarithmic far from it. Below: log₂ |dₓ|"
                + " before the first step, how large derivatives have grown on the way back. The"
                + " line is where chaos begins."
                + (lost == 0
                    ? ""
                    : String.format(Locale.ROOT, " Runs that diverged, %d, are left out.", lost))),
        new Data(landscape.points(), landscape.chaos()),
        table(landscape.points()));
  }

  private static Table table(List<Landscape.Point> points) {
    int rows = Math.min(points.size(), TABLE_ROWS);
    return new Table(
        "Some of the learning rates",
        List.of("log learning rate", "final loss", "its derivative", "log₂ |dₓ|"),
        IntStream.range(0, rows)
            .mapToObj(i -> points.get(rows == 1 ? 0 : i * (points.size() - 1) / (rows - 1)))
            .map(
                point ->
                    List.of(
                        Cell.number(point.logRate()),
                        Double.isInfinite(point.loss())
                            ? Cell.number("diverged")
                            : Cell.number(point.loss()),
                        Cell.number(point.derivative()),
                        Cell.number(point.adjointExponent())))
            .toList());
  }

  private record Data(List<Landscape.Point> points, @Nullable Double chaos) {}
}
