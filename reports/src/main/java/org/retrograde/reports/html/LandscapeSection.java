package org.retrograde.reports.html;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.RunRecord;

/** The final loss and its derivative over learning rates. */
final class LandscapeSection {

  private static final int TABLE_ROWS = 21;

  private LandscapeSection() {}

  static Optional<Section> of(RunRecord record) {
    Landscape landscape = record.results().landscape();
    return landscape == null || landscape.points().isEmpty()
        ? Optional.empty()
        : Optional.of(section(landscape));
  }

  private static Section section(Landscape landscape) {
    Double chaos = landscape.chaos();
    return new Section(
        "landscape",
        "Landscape",
        chaos == null
            ? "The derivative describes the loss at every learning rate"
            : "Chaos begins at a log learning rate of " + Numbers.figure(chaos),
        List.of(figure(landscape), new Block.Paragraph(landscape.rule())));
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
                + (lost == 0 ? "" : " Runs that diverged, %d, are left out.".formatted(lost))),
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
