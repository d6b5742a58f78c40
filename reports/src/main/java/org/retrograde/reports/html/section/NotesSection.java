package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.RunRecord;

/** Remarks that the run left for its reader. */
final class NotesSection implements Section {

  @Override
  public Part part() {
    return Part.REMARKS;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Notes.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<String> notes = record.results().all(Notes.class);
    return notes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Content("notes", "Notes", "Notes", List.of(new Block.Bullets(notes))));
  }
}
