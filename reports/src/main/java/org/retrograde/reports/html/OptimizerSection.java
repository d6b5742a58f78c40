package org.retrograde.reports.html;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.record.OptimizerNote;
import org.retrograde.reports.record.RunRecord;

/** Figures that the optimizer kept about training. */
final class OptimizerSection {

  private OptimizerSection() {}

  static Optional<Section> of(RunRecord record) {
    List<OptimizerNote> notes = record.results().optimizerNotes();
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    List<List<Cell>> rows =
        notes.stream()
            .map(
                note ->
                    List.of(
                        Cell.text(note.label()),
                        Cell.number(Numbers.countOrFigure(note.value())),
                        Cell.text(note.explanation())))
            .toList();
    Block table =
        new Table("Notes of the optimizer", List.of("what", "value", "what it means"), rows);
    return Optional.of(
        new Section(
            "optimizer",
            "Optimizer",
            "What did the optimizer note about training?",
            List.of(table)));
  }
}
