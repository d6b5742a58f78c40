package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reports.statistics.Spread;

/** What is said of every arm at every width. */
final class TransferContent {

  /** Marks a change that the seeds do not bear out. */
  private static final String NOT_CLEAR = "\u00a0*";

  private final Comparison comparison;
  private final List<ArmDescription> described;
  private final Optional<LossUnit> unit;

  /**
   * Takes what is said.
   *
   * @param unit of losses, if they have one beside nats
   */
  TransferContent(Comparison comparison, List<ArmDescription> described, Optional<LossUnit> unit) {
    this.comparison = comparison;
    this.described = described;
    this.unit = unit;
  }

  Content content() {
    List<Block> blocks = new ArrayList<>();
    if (comparison.arms().size() > 1 || comparison.widths().size() > 1) {
      blocks.add(figure());
    }
    for (ComparedFigure metric : ComparedFigure.values()) {
      blocks.add(table(metric));
    }
    comparison.widths().stream()
        .filter(width -> !comparison.untuned(width, ComparedFigure.VALIDATION_LOSS).isEmpty())
        .findFirst()
        .ifPresent(width -> blocks.add(new Block.Paragraph(tableWords())));
    armTable().ifPresent(blocks::add);
    return new Content("transfer", "Transfer", new TransferClaim(comparison).words(), blocks);
  }

  private Block figure() {
    List<Arm> arms =
        comparison.arms().stream().map(arm -> new Arm(arm, comparison.tuned(arm))).toList();
    Map<String, MetricData> metrics = new LinkedHashMap<>();
    for (ComparedFigure metric : ComparedFigure.values()) {
      metrics.put(metric.name(), new MetricData(metric.label(), means(metric), dots(metric)));
    }
    List<Figure.Choice> choices =
        Arrays.stream(ComparedFigure.values())
            .map(metric -> new Figure.Choice(metric.name(), metric.label()))
            .toList();
    Figure.Words words =
        new Figure.Words(
            "How does each arm do as the network gets wider?",
            "Lower is better. Lines join the means over seeds, bars span one standard deviation up"
                + " and down, and each small dot is one training run; arms are set a little apart"
                + " at each width so that they do not hide each other.");
    Data data = new Data(arms, comparison.widths(), metrics);
    return Figure.of("transfer", "chart-transfer", words, data, null).withChoices(choices);
  }

  private List<Mean> means(ComparedFigure metric) {
    List<Mean> means = new ArrayList<>();
    for (String arm : comparison.arms()) {
      for (int width : comparison.widths()) {
        Spread spread = comparison.spread(arm, width, metric);
        means.add(
            new Mean(
                arm,
                width,
                spread.mean(),
                spread.deviation(),
                comparison.diverged(arm, width, metric)));
      }
    }
    return means;
  }

  private List<Dot> dots(ComparedFigure metric) {
    List<Dot> dots = new ArrayList<>();
    for (String arm : comparison.arms()) {
      for (int width : comparison.widths()) {
        comparison
            .runs(arm, width)
            .forEach(run -> dots.add(new Dot(arm, width, run.seed(), metric.of(run))));
      }
    }
    return dots;
  }

  private Table table(ComparedFigure metric) {
    List<String> header = new ArrayList<>(List.of("arm"));
    comparison.widths().forEach(width -> header.add("width " + width));
    List<List<Cell>> rows = new ArrayList<>();
    for (String arm : comparison.arms()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(arm)));
      comparison.widths().forEach(width -> row.add(cell(arm, width, metric)));
      rows.add(row);
    }
    String caption = capitalized(metric.label()) + ", mean ± standard deviation over seeds";
    return new Table(caption, header, rows, metric.name());
  }

  private Cell cell(String arm, int width, ComparedFigure metric) {
    Spread spread = comparison.spread(arm, width, metric);
    List<String> details = new ArrayList<>();
    unit.filter(bits -> metric.isLoss() && spread.count() > 0)
        .ifPresent(bits -> details.add(bits.words(spread.mean())));
    Tone tone = Tone.PLAIN;
    List<String> untuned = comparison.untuned(width, metric);
    if (!untuned.isEmpty()) {
      String best = untuned.get(0);
      Spread change = comparison.change(arm, best, width, metric);
      if (arm.equals(best)) {
        details.add("best untuned");
      } else if (change.count() > 0) {
        details.add(Numbers.percentInterval(change) + (change.clear() ? "" : NOT_CLEAR));
      }
    }
    long diverged = comparison.diverged(arm, width, metric);
    if (diverged > 0) {
      details.add(diverged + " of " + comparison.runs(arm, width).size() + " diverged");
      tone = Tone.BAD;
    }
    return Cell.number(Numbers.spread(spread)).withDetail(String.join(" · ", details)).toned(tone);
  }

  private static String tableWords() {
    return "Second lines give the change against the best untuned arm of that width, paired: the"
        + " change of each seed, then their mean ± half of its 95\u00a0% interval. A star marks"
        + " changes within the spread of seeds: the interval holds 0, or there is one seed."
        + " Diverged runs are counted, and left out of means and pairs; of untuned arms, those"
        + " that lost the fewest runs are the better ones.";
  }

  private Optional<Block> armTable() {
    if (described.isEmpty()) {
      return Optional.empty();
    }
    List<List<Cell>> rows =
        described.stream()
            .map(
                arm ->
                    List.of(
                        Cell.text(arm.arm()),
                        Cell.text(arm.description()),
                        Cell.text(arm.origin()),
                        Cell.text(arm.tuned() ? "tuned" : "baseline")))
            .toList();
    return Optional.of(
        new Table("The arms", List.of("arm", "what it does", "where it comes from", "kind"), rows));
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private record Arm(String name, boolean tuned) {}

  private record Mean(String arm, int width, double mean, double deviation, long diverged) {}

  private record Dot(String arm, int width, long seed, double value) {}

  private record MetricData(String label, List<Mean> means, List<Dot> dots) {}

  private record Data(List<Arm> arms, List<Integer> widths, Map<String, MetricData> metrics) {}
}
