package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.RunRecord;

/** A law of the loss beside losses, hypergradients and schedules of a problem. */
final class LossLawSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(LossLaws.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(LawBlocks.SCRIPT);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(LossLaws.class).map(LossLawSection::content);
  }

  private static Content content(LossLaws found) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(LawBlocks.curves(found.curves()));
    blocks.add(LawBlocks.numbers(found.law()));
    if (!found.gradients().isEmpty()) {
      blocks.add(gradients(found.gradients()));
    }
    if (!found.atPeak().isEmpty()) {
      blocks.add(atPeak(found));
    }
    if (!found.rankings().isEmpty()) {
      blocks.add(rankings(found.rankings()));
    }
    return new Content("laws", "Law of the loss", claim(found), blocks);
  }

  private static String claim(LossLaws found) {
    double least =
        found.curves().stream()
            .filter(curve -> !curve.fitted())
            .mapToDouble(LawCurve::explained)
            .min()
            .orElse(Double.NaN);
    return Double.isNaN(least)
        ? "A law of the loss"
        : String.format(
            Locale.ROOT,
            "The law explains at least %.2f %% of each curve that it has not seen",
            100 * least);
  }

  /** All schedules in the table, the one whose derivatives differ most in the chart. */
  private static Block gradients(List<LossLaws.Gradient> gradients) {
    LossLaws.Gradient worst = gradients.get(0);
    List<List<Cell>> rows = new ArrayList<>();
    for (LossLaws.Gradient one : gradients) {
      worst = one.cosine() < worst.cosine() ? one : worst;
      rows.add(
          List.of(
              Cell.text(one.name()),
              Cell.text(one.words()),
              Cell.number(String.format(Locale.ROOT, "%.4f", one.cosine())),
              Cell.number(Numbers.share(100 * one.signs()))));
    }
    return LawBlocks.lines(
        "chart-law-gradients",
        new Figure.Words(
            "Does the law know where a fall of the rate pays?",
            "The derivative of the final loss by what the rate falls by at each step, the peak held"
                + " fixed, at the schedule %s, where the law's is furthest off; thick by exact"
                    .formatted(worst.name())
                + " hypergradients."),
        "d loss / d fall",
        false,
        1,
        List.of(
            new LawBlocks.Line("law", worst.law(), false),
            new LawBlocks.Line("exact", worst.exact(), true)),
        new Table(
            "The law's derivative beside the exact one",
            List.of("schedule", "what it is", "cosine", "same sign"),
            rows));
  }

  private static Block atPeak(LossLaws found) {
    List<LawBlocks.Line> lines = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    for (LossLaws.AtPeak one : found.atPeak()) {
      boolean best = one.name().equals(LossLaws.OPTIMUM);
      lines.add(new LawBlocks.Line(one.name(), one.rates(), best));
      rows.add(
          List.of(
              Cell.text(one.name()),
              Cell.text(one.words()),
              Cell.number(String.format(Locale.ROOT, "%.6f", one.loss())),
              Cell.number(Numbers.figure(found.percentAbove(one)) + " %")));
    }
    return LawBlocks.lines(
        "chart-law-schedules",
        new Figure.Words(
            "How good is the schedule that the law finds best?",
            "The learning rate of each step of schedules of one peak, thick for the best one that"
                + " never rises, where that is known. The axis is logarithmic."),
        "learning rate",
        true,
        0,
        lines,
        new Table(
            "Final losses above what is irreducible, at one peak",
            List.of("schedule", "what it is", "loss", "above the first"),
            rows));
  }

  private static Block rankings(List<LossLaws.Ranking> rankings) {
    List<List<Cell>> rows =
        rankings.stream()
            .map(
                one ->
                    List.of(
                        Cell.text(one.name().replace('-', ' ')),
                        Cell.text(one.law()),
                        Cell.number(Integer.toString(one.fitted())),
                        Cell.number(Integer.toString(one.ranked())),
                        Cell.number(String.format(Locale.ROOT, "%.3f", one.explained())),
                        Cell.number(String.format(Locale.ROOT, "%.3f", one.correlation())),
                        Cell.number(Numbers.share(100 * one.hits()))))
            .toList();
    return new Table(
        "Random schedules, ranked by a law that was fitted to others",
        List.of(
            "which",
            "law",
            "fitted to",
            "ranked",
            "R² of the logarithm",
            "correlation of ranks",
            "best of eight among the first two"),
        rows);
  }
}
