package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.ShareEstimate;
import org.retrograde.reports.record.VarianceShare;
import org.retrograde.reports.statistics.Spread;

/** What is said of which modules matter, those that matter most first. */
final class ModuleShareContent {

  private final ModuleShares shares;
  private final boolean hasTuned;
  private final boolean hasFanova;

  ModuleShareContent(ModuleShares shares) {
    this.shares = shares;
    this.hasTuned =
        shares.modules().stream().anyMatch(module -> !Double.isNaN(module.tuned().share()));
    this.hasFanova = shares.modules().stream().anyMatch(module -> !module.fanova().isEmpty());
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(figure());
    if (!shares.note().isEmpty()) {
      blocks.add(new Block.Paragraph(shares.note() + "."));
    }
    blocks.add(
        new Folded(
            "Share of each number",
            table(
                "Change of a linear loss from side to side of the box, mean over seeds ± half of"
                    + " its 95\u00a0% interval, and shares of its variance",
                sorted(shares.numbers()))));
    return blocks;
  }

  private static List<VarianceShare> sorted(List<VarianceShare> all) {
    return all.stream()
        .sorted(Comparator.comparingDouble((VarianceShare one) -> -one.start().share()))
        .toList();
  }

  private Block figure() {
    List<VarianceShare> modules = sorted(shares.modules());
    return Figure.of(
        "moduleShares",
        "chart-module-shares",
        new Figure.Words(claim(modules.get(0)), explanation()),
        modules.stream().map(this::row).toList(),
        table("Share of the loss's variance over the box", modules));
  }

  private static String claim(VarianceShare most) {
    if (Double.isNaN(most.start().share())) {
      return "Which modules matter? All derivatives at the start have left the numbers";
    }
    return String.format(
        Locale.ROOT,
        "Which modules matter? At the start most the %s, with %s of the variance",
        most.name(),
        Numbers.share(100 * most.start().share()));
  }

  private String explanation() {
    String exact =
        "The share of each module in the variance that a loss with the exact slopes at the start"
            + (hasTuned ? ", and after tuning," : "")
            + " would have over the box of the search if it were linear; lines are 95\u00a0%"
            + " intervals over "
            + shares.numbers().get(0).startBySeed().size()
            + " seeds. ";
    String estimated =
        hasFanova
            ? "fANOVA estimates the shares of the loss itself, which need not be linear, from "
                + shares.trials()
                + " trials of random search; its lines reach from the least to the largest of "
                + shares.numbers().get(0).fanova().size()
                + " random forests. "
            : "";
    return exact + estimated + "Shares are added over the hyperparameters of a module.";
  }

  private Row row(VarianceShare share) {
    List<Bar> bars = new ArrayList<>();
    bars.add(bar("exact, at the start", share.start()));
    if (hasTuned) {
      bars.add(bar("exact, tuned", share.tuned()));
    }
    if (hasFanova) {
      List<Double> forests = share.fanova();
      bars.add(
          new Bar(
              "fANOVA",
              Spread.of(forests).mean(),
              forests.stream().mapToDouble(forest -> forest).min().orElse(Double.NaN),
              forests.stream().mapToDouble(forest -> forest).max().orElse(Double.NaN)));
    }
    return new Row(share.name(), bars);
  }

  private static Bar bar(String name, ShareEstimate estimate) {
    return new Bar(
        name,
        estimate.share(),
        Math.max(0, estimate.share() - estimate.halfWidth()),
        Math.min(1, estimate.share() + estimate.halfWidth()));
  }

  private Table table(String caption, List<VarianceShare> rows) {
    boolean ofNumbers = rows.stream().anyMatch(row -> !row.startBySeed().isEmpty());
    List<String> header = new ArrayList<>(List.of(ofNumbers ? "number" : "module"));
    if (ofNumbers) {
      header.add("change at the start");
    }
    if (ofNumbers && hasTuned) {
      header.add("change tuned");
    }
    header.add("share at the start");
    if (hasTuned) {
      header.add("share tuned");
    }
    if (hasFanova) {
      header.add("fANOVA");
    }
    return new Table(caption, header, rows.stream().map(row -> cells(row, ofNumbers)).toList());
  }

  private List<Cell> cells(VarianceShare row, boolean ofNumbers) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.text(row.name())));
    if (ofNumbers) {
      cells.add(change(row.startBySeed()));
    }
    if (ofNumbers && hasTuned) {
      cells.add(change(row.tunedBySeed()));
    }
    cells.add(share(row.start()));
    if (hasTuned) {
      cells.add(share(row.tuned()));
    }
    if (hasFanova) {
      Spread spread = Spread.of(row.fanova());
      cells.add(share(new ShareEstimate(spread.mean(), spread.deviation())));
    }
    return cells;
  }

  private static Cell change(List<Double> bySeed) {
    Spread spread = Spread.of(bySeed);
    return Cell.number(
        spread.count() < 2
            ? Numbers.signed(spread.mean())
            : Numbers.signed(spread.mean()) + " ± " + Numbers.figure(spread.halfWidth()),
        spread.mean());
  }

  private static Cell share(ShareEstimate estimate) {
    double percent = 100 * estimate.share();
    if (Double.isNaN(percent)) {
      return Cell.text("–");
    }
    return Cell.number(
        Double.isNaN(estimate.halfWidth())
            ? Numbers.share(percent)
            : String.format(
                Locale.ROOT, "%.1f ± %.1f\u00a0%%", percent, 100 * estimate.halfWidth()),
        percent);
  }

  /** A module and its shares. */
  private record Row(String name, List<Bar> bars) {}

  /** A share, and from where to where it may be. */
  private record Bar(String name, double share, double low, double high) {}
}
