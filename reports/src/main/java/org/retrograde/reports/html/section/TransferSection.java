package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Spread;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.Arms;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Transfer;

/** Every arm at every width: does what was tuned on the narrow network hold on the wide one? */
final class TransferSection implements Section {

  @Override
  public Part part() {
    return Part.COMPARED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Transfer.class, Arms.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(TransferSection.class, "transfer.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<ArmDescription> described = record.results().all(Arms.class);
    return record.results().find(Transfer.class).isEmpty()
        ? Optional.empty()
        : Optional.of(new TransferContent(comparison(record), described).content());
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    return figures(record);
  }

  /** Whether a tuned arm can be compared with another. */
  static boolean compares(RunRecord record) {
    return !figures(record).isEmpty();
  }

  private static Comparison comparison(RunRecord record) {
    return new Comparison(record.results().all(Transfer.class), record.results().all(Arms.class));
  }

  private static List<KeyFigure> figures(RunRecord record) {
    Comparison comparison = comparison(record);
    Optional<String> tuned = comparison.tunedArm();
    if (tuned.isEmpty()) {
      return List.of();
    }
    List<Integer> widths = comparison.widths();
    return Stream.of(widths.get(0), widths.get(widths.size() - 1))
        .distinct()
        .flatMap(width -> figure(comparison, tuned.get(), width).stream())
        .toList();
  }

  private static Optional<KeyFigure> figure(Comparison comparison, String tuned, int width) {
    Metric metric = Metric.VALIDATION_LOSS;
    Spread own = comparison.spread(tuned, width, metric);
    Optional<String> baseline = comparison.baseline();
    if (own.count() == 0 || baseline.isEmpty()) {
      return Optional.empty();
    }
    Spread change = comparison.change(tuned, baseline.get(), width, metric);
    String rival =
        comparison
            .bestUntuned(width, metric)
            .filter(best -> !best.equals(baseline.get()))
            .map(
                best ->
                    "; best untuned, %s: %s (%s)"
                        .formatted(
                            best,
                            Numbers.figure(comparison.spread(best, width, metric).mean()),
                            Numbers.percent(comparison.change(tuned, best, width, metric).mean())))
            .orElse("");
    String detail =
        "%s %s, %s %s%s"
            .formatted(
                tuned,
                Numbers.figure(own.mean()),
                baseline.get(),
                Numbers.figure(comparison.spread(baseline.get(), width, metric).mean()),
                rival);
    return Optional.of(
        new KeyFigure(
            "Validation loss at width " + width,
            Numbers.percent(change.mean()),
            detail,
            Tone.of(change.mean() < 0)));
  }
}
