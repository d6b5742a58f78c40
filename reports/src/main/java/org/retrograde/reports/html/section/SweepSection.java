package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.PublishedTransfer;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Sweeps;
import org.retrograde.reports.record.SweptRates;

/** Sweeps over learning rates: whether the best one stays as networks get wider. */
final class SweepSection implements Section {

  @Override
  public Part part() {
    return Part.COMPARED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Sweeps.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(RateBlocks.SCRIPT);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<SweptRates> sweeps = record.results().all(Sweeps.class);
    if (sweeps.isEmpty()) {
      return Optional.empty();
    }
    Map<String, RateTransfer> panels = new LinkedHashMap<>();
    sweeps.forEach(sweep -> panels.put(name(sweeps, sweep), sweep.transfer()));
    List<Block> blocks = new ArrayList<>();
    blocks.add(table(sweeps));
    blocks.add(
        new Block.Paragraph(
            String.format(
                Locale.ROOT,
                "Best rates are those of the grid, as powers of 2. Drift is the slope of the"
                    + " optimum of a parabola, in octaves where the width doubles. Regret is what"
                    + " the base width's best rate costs at the worst width; the rate counts as"
                    + " staying up to %s.",
                Numbers.percent(100 * SweptRates.GOOD_ENOUGH))));
    blocks.add(RateBlocks.chart(sweeps.get(0).loss(), sweeps.get(0).baseWidth(), panels));
    panels.forEach((name, transfer) -> blocks.add(RateBlocks.losses(name, transfer)));
    return Optional.of(new Content("sweeps", "Learning rates", claim(sweeps), blocks));
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    List<SweptRates> judged =
        record.results().all(Sweeps.class).stream().filter(s -> s.published() != null).toList();
    if (judged.isEmpty()) {
      return List.of();
    }
    return List.of(
        agreeing(
            "Same best rate", judged.stream().filter(SweepSection::agreesByRate).toList(), judged),
        agreeing("Regret", judged.stream().filter(SweepSection::agreesByRegret).toList(), judged));
  }

  private static KeyFigure agreeing(
      String rule, List<SweptRates> agreeing, List<SweptRates> judged) {
    String differing =
        judged.stream()
            .filter(sweep -> !agreeing.contains(sweep))
            .map(sweep -> name(judged, sweep))
            .collect(Collectors.joining(", "));
    return new KeyFigure(
        rule + " as published",
        "%d of %d".formatted(agreeing.size(), judged.size()),
        differing.isEmpty() ? "all agree" : "differing: " + differing,
        Tone.PLAIN);
  }

  /** The experiment, and the parametrization where it has several. */
  private static String name(List<SweptRates> sweeps, SweptRates sweep) {
    long alike = sweeps.stream().filter(s -> s.experiment().equals(sweep.experiment())).count();
    return alike > 1
        ? sweep.experiment() + ", " + sweep.transfer().parametrization()
        : sweep.experiment();
  }

  private static String claim(List<SweptRates> sweeps) {
    long stay = sweeps.stream().filter(SweptRates::staysByRegret).count();
    if (sweeps.size() == 1) {
      return stay == 1
          ? "The best learning rate stays good as networks get wider"
          : "The best learning rate does not stay good as networks get wider";
    }
    return "The best learning rate stays good at every width in %d of %d sweeps"
        .formatted(stay, sweeps.size());
  }

  private static Table table(List<SweptRates> sweeps) {
    List<Integer> widths =
        List.copyOf(
            sweeps.stream()
                .flatMap(sweep -> sweep.transfer().curves().stream().map(RateCurve::width))
                .collect(Collectors.toCollection(TreeSet::new)));
    List<String> header = new ArrayList<>(List.of("experiment", "published"));
    widths.forEach(width -> header.add("best at " + width));
    header.addAll(
        List.of("drift", "regret", "least loss", "wider is better", "same best rate", "by regret"));
    return new Table(
        "Where the best learning rate is, and whether it stays",
        header,
        sweeps.stream().map(sweep -> row(name(sweeps, sweep), sweep, widths)).toList());
  }

  private static List<Cell> row(String name, SweptRates sweep, List<Integer> widths) {
    RateTransfer transfer = sweep.transfer();
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(name).withDetail(sweep.title()));
    row.add(published(sweep));
    widths.forEach(width -> row.add(best(transfer, width)));
    row.add(Cell.number(Numbers.signed(transfer.drift())));
    row.add(Cell.number(Numbers.percent(100 * sweep.largestRegret())));
    row.add(
        Cell.number(
            transfer.curves().stream().mapToDouble(RateCurve::bestLoss).min().orElse(Double.NaN)));
    row.add(Cell.text(sweep.widerIsBetter() ? "yes" : "no"));
    row.add(verdict(sweep, sweep.staysByBestRate(), agreesByRate(sweep)));
    row.add(verdict(sweep, sweep.staysByRegret(), agreesByRegret(sweep)));
    return row;
  }

  private static Cell published(SweptRates sweep) {
    PublishedTransfer published = sweep.published();
    if (published == null) {
      return Cell.text("–");
    }
    String words = published.words().isEmpty() ? "" : ": " + published.words();
    return Cell.text(stays(published.transfers())).withDetail(published.source() + words);
  }

  private static Cell best(RateTransfer transfer, int width) {
    return transfer.curves().stream()
        .filter(curve -> curve.width() == width)
        .findFirst()
        .map(
            curve ->
                Cell.number(Numbers.setting(Math.log(curve.bestRate()) / Math.log(2)))
                    .withDetail(curve.inside() ? "" : "on the edge"))
        .orElse(Cell.text("–"));
  }

  private static Cell verdict(SweptRates sweep, boolean stays, boolean agrees) {
    return sweep.published() == null
        ? Cell.text(stays(stays))
        : Cell.text(stays(stays))
            .withDetail(agrees ? "as published" : "not as published")
            .toned(agrees ? Tone.PLAIN : Tone.BAD);
  }

  private static String stays(boolean stays) {
    return stays ? "stays" : "moves";
  }

  private static boolean agreesByRate(SweptRates sweep) {
    PublishedTransfer published = sweep.published();
    return published != null && published.transfers() == sweep.staysByBestRate();
  }

  private static boolean agreesByRegret(SweptRates sweep) {
    PublishedTransfer published = sweep.published();
    return published != null && published.transfers() == sweep.staysByRegret();
  }
}
