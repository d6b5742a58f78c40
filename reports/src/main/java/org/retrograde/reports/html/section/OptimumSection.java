package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.RunRecord;

/** Schedules beside the best one there is, and sampled hypergradients beside the exact one. */
final class OptimumSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Optimum.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(StepLines.SCRIPT);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(Optimum.class).map(OptimumSection::content);
  }

  private static Content content(Optimum found) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(schedules(found));
    Optimum.Agreement agreement = found.agreement();
    if (agreement != null) {
      blocks.add(agreement(agreement));
    }
    return new Content("optimum", "Beside the optimum", claim(found), blocks);
  }

  private static String claim(Optimum found) {
    return found.schedules().stream()
        .min(Comparator.comparingDouble(Optimum.Beside::loss))
        .map(
            best ->
                "%s leaves %s more than the best schedule there is"
                    .formatted(best.name(), percent(found, best)))
        .orElse("The best schedule leaves " + Numbers.figure(found.loss()));
  }

  private static String percent(Optimum found, Optimum.Beside schedule) {
    return Numbers.figure(found.percentAbove(schedule)) + " %";
  }

  private static Block schedules(Optimum found) {
    List<StepLines.Line> lines = new ArrayList<>();
    found.schedules().forEach(one -> lines.add(new StepLines.Line(one.name(), one.rates(), false)));
    lines.add(new StepLines.Line("optimum", found.rates(), true));
    List<Integer> steps = IntStream.range(0, found.rates().size()).boxed().toList();
    return Figure.of(
        StepLines.CHART,
        "chart-optimum",
        new Figure.Words(
            "How does each schedule run beside the best one?",
            "The learning rate of each step, thick for the schedule of least expected loss. The"
                + " axis is logarithmic: equal distances are equal factors."),
        new StepLines("training step", "learning rate", true, steps, lines),
        table(found));
  }

  private static Table table(Optimum found) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("optimum", "each step free", found.rates(), found.loss(), null));
    for (Optimum.Beside one : found.schedules()) {
      rows.add(row(one.name(), one.words(), one.rates(), one.loss(), percent(found, one)));
    }
    return new Table(
        "Expected final losses, each schedule at its best",
        List.of("schedule", "what it is", "peak rate", "expected loss", "above the least"),
        rows);
  }

  private static List<Cell> row(
      String name, String words, List<Double> rates, double loss, @Nullable String above) {
    return List.of(
        Cell.text(name),
        Cell.text(words),
        Cell.number(rates.stream().mapToDouble(rate -> rate).max().orElse(Double.NaN)),
        Cell.number(String.format(Locale.ROOT, "%.6f", loss)),
        Cell.number(above == null ? "–" : above));
  }

  private static Block agreement(Optimum.Agreement agreement) {
    List<Integer> steps =
        IntStream.range(0, agreement.exact().size()).mapToObj(i -> i * agreement.bin()).toList();
    List<List<Cell>> rows =
        IntStream.range(0, steps.size())
            .mapToObj(
                i ->
                    List.of(
                        Cell.number(String.valueOf(steps.get(i))),
                        Cell.number(agreement.exact().get(i)),
                        Cell.number(agreement.mean().get(i))))
            .toList();
    return Figure.of(
        StepLines.CHART,
        "chart-optimum-agreement",
        new Figure.Words(
            String.format(
                Locale.ROOT,
                "The mean of %d sampled hypergradients correlates with the exact one by %.3f",
                agreement.seeds(),
                agreement.correlation()),
            "The derivative of the final loss with respect to the logarithms of the starting"
                + " settings' learning rates, summed over %d steps each, thick where it is exact."
                    .formatted(agreement.bin())),
        new StepLines(
            "first step of the sum",
            "d loss / d log rate",
            false,
            steps,
            List.of(
                new StepLines.Line("mean over seeds", agreement.mean(), false),
                new StepLines.Line("exact", agreement.exact(), true))),
        new Table("Hypergradients, summed", List.of("from step", "exact", "mean"), rows));
  }
}
