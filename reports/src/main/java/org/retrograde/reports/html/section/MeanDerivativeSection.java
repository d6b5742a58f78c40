package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.RunRecord;

/** Hypergradients over the steps of training, averaged over seeds. */
final class MeanDerivativeSection implements Section {

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(MeanDerivatives.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(MeanDerivativeSection.class, "derivative.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<MeanDerivative> curves = record.results().all(MeanDerivatives.class);
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    GroupColour colours =
        GroupColour.of(
            record.manifest().groups(), curves.stream().map(MeanDerivative::group).toList());
    List<String> names = curves.stream().map(MeanDerivative::hyperparameter).distinct().toList();
    List<Block> figures =
        IntStream.range(0, names.size())
            .mapToObj(i -> figure(i, names.get(i), curves, colours))
            .toList();
    double least = curves.stream().mapToDouble(MeanDerivative::smoothness).min().orElse(Double.NaN);
    return Optional.of(
        new Content(
            "hypergradients",
            "Hypergradients",
            String.format(
                Locale.ROOT,
                "Over %d seeds, the smoothness of the hypergradient's curves is at least %s",
                curves.get(0).seeds(),
                Numbers.figure(least)),
            figures));
  }

  private static Block figure(
      int index, String name, List<MeanDerivative> all, GroupColour colours) {
    List<MeanDerivative> curves =
        all.stream().filter(curve -> curve.hyperparameter().equals(name)).toList();
    List<Line> lines =
        curves.stream()
            .map(
                curve ->
                    new Line(curve.group(), colours.slot(curve.group()), curve.mean(), curve.one()))
            .toList();
    return Figure.of(
        "derivative",
        "chart-derivative-" + index,
        new Figure.Words(
            "How does the loss depend on the " + name + " of each step?",
            String.format(
                    Locale.ROOT,
                    "The derivative of the final loss: thick is the mean over %d seeds, faint a"
                        + " single seed.",
                    curves.get(0).seeds())
                + " Smoothness is 1 minus half the mean square of the changes from step to step"
                + " over the variance: 1 is a smooth curve, 0 is noise."),
        new Data(name, lines),
        new Table(
            "Derivative with respect to " + name + ": how smooth its curve is",
            List.of(
                "group", "smoothness of the mean", "of one seed", "largest |mean|", "mean error"),
            curves.stream().map(MeanDerivativeSection::row).toList()));
  }

  private static List<Cell> row(MeanDerivative curve) {
    return List.of(
        Cell.text(curve.group()),
        Cell.number(curve.smoothness()),
        Cell.number(curve.smoothnessOfOne()),
        Cell.number(curve.mean().stream().mapToDouble(Math::abs).max().orElse(Double.NaN)),
        Cell.number(
            curve.standardError().stream().mapToDouble(x -> x).average().orElse(Double.NaN)));
  }

  private record Line(String group, int slot, List<Double> mean, List<Double> one) {}

  private record Data(String name, List<Line> lines) {}
}
