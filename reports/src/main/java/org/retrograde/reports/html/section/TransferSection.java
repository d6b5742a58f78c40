package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.Arms;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Transfer;

/** Every arm at every width: does what was tuned on the narrow network hold on the wide one? */
final class TransferSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Transfer.class, Arms.class, LossUnit.class);
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
        : Optional.of(
            new TransferContent(
                    comparison(record), described, record.results().find(LossUnit.class))
                .content());
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
    List<Integer> widths = comparison.widths();
    return widths.stream()
        .filter(width -> width.equals(widths.get(0)) || width.equals(widths.get(widths.size() - 1)))
        .flatMap(
            width ->
                comparison.gain(width, ComparedFigure.VALIDATION_LOSS).stream()
                    .map(gain -> GainFigure.of(comparison, width, gain)))
        .toList();
  }
}
