package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.MeasuredCost;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.PlannedStrategy;
import org.retrograde.reports.record.RunRecord;

/** What one hypergradient costs under each way of finding the states of the way back. */
final class WaysBackSection implements Section {

  private static final Map<String, String> MEANING =
      Map.of(
          "replay", "undoes each step to the bit",
          "kept", "keeps what the last steps evaluated, and undoes each step to the bit",
          "stored", "keeps every state",
          "checkpoints", "keeps some states and trains again from each",
          "recursive", "keeps few states and divides the steps between them again and again");

  @Override
  public Part part() {
    return Part.COST;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Plan.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(Plan.class).map(WaysBackSection::section);
  }

  private static Content section(Plan plan) {
    PlannedStrategy chosen = chosen(plan);
    MeasuredCost measured = plan.measured();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(words(plan)));
    blocks.add(strategies(plan));
    if (measured != null) {
      blocks.add(comparison(chosen, measured));
    }
    String heading =
        measured == null
            ? "The chosen way back, %s, should take %s s and %s MB for one hypergradient"
                .formatted(chosen.name(), cost(chosen.seconds()), megabytes(chosen.bytes()))
            : "The chosen way back, %s, took %s s and %s MB for one hypergradient"
                .formatted(chosen.name(), cost(measured.seconds()), megabytes(measured.bytes()));
    return new Content("ways", "Ways back", heading, blocks);
  }

  private static PlannedStrategy chosen(Plan plan) {
    return plan.strategies().stream()
        .filter(strategy -> strategy.name().equals(plan.chosen()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no strategy " + plan.chosen()));
  }

  private static String words(Plan plan) {
    PlannedStrategy chosen = chosen(plan);
    Long budget = plan.budgetBytes();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "A hypergradient needs the states of training in reverse order, and each way of finding"
            + String.format(
                Locale.ROOT,
                " them trades time for memory: the table compares what one hypergradient of %,d"
                    + " steps",
                plan.steps())
            + String.format(
                Locale.ROOT, " and %,d parameters takes under each.", plan.parameters()));
    sentences.add(
        budget == null
            ? "Memory was not limited."
            : "The way back may take %s beyond the data.".formatted(Numbers.bytes(budget)));
    if (!chosen.fits()) {
      sentences.add("The chosen way, %s, does not fit.".formatted(chosen.name()));
    }
    sentences.add(
        plan.measured() == null
            ? "All of these figures are predictions; none was measured."
            : "Only %s was measured; what the others would take is predicted only."
                .formatted(chosen.name()));
    return String.join(" ", sentences);
  }

  private static Table strategies(Plan plan) {
    return new Table(
        "One hypergradient by way back, predicted",
        List.of(
            "way back",
            "what it does",
            "gradient evaluations",
            "predicted seconds",
            "predicted memory, MB",
            plan.budgetBytes() == null ? "applies" : "fits the budget"),
        plan.strategies().stream().map(strategy -> row(strategy, plan.chosen())).toList());
  }

  private static List<Cell> row(PlannedStrategy strategy, String chosen) {
    Cell name = Cell.text(strategy.name());
    return List.of(
        strategy.name().equals(chosen) ? name.toned(Tone.GOOD).withDetail("✓\u00a0chosen") : name,
        Cell.text(MEANING.getOrDefault(strategy.name(), ""))
            .withDetail(Objects.requireNonNullElse(strategy.note(), "")),
        Cell.number(cost(strategy.gradientEvaluations())),
        Cell.number(cost(strategy.seconds())),
        Cell.number(megabytes(strategy.bytes())),
        Cell.text(strategy.fits() ? "✓\u00a0yes" : "✗\u00a0no").toned(Tone.of(strategy.fits())));
  }

  private static Table comparison(PlannedStrategy chosen, MeasuredCost measured) {
    return new Table(
        "Prediction and measurement of the chosen way, %s".formatted(chosen.name()),
        List.of("cost of one hypergradient", "predicted", "measured", "measured / predicted"),
        List.of(
            List.of(
                Cell.text("seconds"),
                Cell.number(cost(chosen.seconds())),
                Cell.number(cost(measured.seconds())),
                Cell.number(cost(measured.seconds() / chosen.seconds()))),
            List.of(
                Cell.text("memory, MB"),
                Cell.number(megabytes(chosen.bytes())),
                Cell.number(megabytes(measured.bytes())),
                Cell.number(cost((double) measured.bytes() / chosen.bytes())))));
  }

  private static String megabytes(long bytes) {
    return bytes > 0 ? Numbers.megabytes(bytes) : "–";
  }

  /** No way back is free: 0 stands for a figure that is not known, as NaN does. */
  private static String cost(double value) {
    return Double.isFinite(value) && value > 0 ? Numbers.figure(value) : "–";
  }
}
