package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.OptimizerNote;
import org.retrograde.reports.record.OptimizerNotes;
import org.retrograde.reports.record.RunRecord;

/** Figures that the optimizer kept about training. */
final class OptimizerSection implements Section {

  @Override
  public Part part() {
    return Part.COST;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(OptimizerNotes.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<OptimizerNote> notes = record.results().all(OptimizerNotes.class);
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
        new Content(
            "optimizer",
            "Optimizer",
            "What did the optimizer note about training?",
            List.of(table)));
  }
}
