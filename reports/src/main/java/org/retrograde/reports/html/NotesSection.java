package org.retrograde.reports.html;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.record.RunRecord;

/** Remarks that the run left for its reader. */
final class NotesSection {

  private NotesSection() {}

  static Optional<Section> of(RunRecord record) {
    List<String> notes = record.results().notes();
    return notes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section("notes", "Notes", "Notes", List.of(new Block.Bullets(notes))));
  }
}
