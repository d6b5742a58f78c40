package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;

/** What the run found and no section shows, so that nobody takes the page for all there is. */
final class UnshownSection implements Section {

  private final Supplier<List<Section>> sections;

  /**
   * Makes the section.
   *
   * @param sections all of the page; asked for when it is written
   */
  UnshownSection(Supplier<List<Section>> sections) {
    this.sections = sections;
  }

  @Override
  public Part part() {
    return Part.REMARKS;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of();
  }

  @Override
  public Optional<Content> content(RunRecord run) {
    List<String> items = items(run.results(), sections.get());
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content(
                "unshown",
                "Not shown",
                "results.json holds more than this page shows",
                List.of(new Block.Bullets(items))));
  }

  /** One sentence for each kind of finding that none of {@code sections} shows. */
  static List<String> items(Results results, List<Section> sections) {
    List<String> items = new ArrayList<>();
    for (String key : results.unknown()) {
      items.add(
          ("“%s”: a kind of finding that this program does not know, of a later version or of a"
                  + " program with more kinds; it stays in results.json as it is.")
              .formatted(key));
    }
    for (Finding finding : results.known()) {
      Class<?> type = finding.getClass();
      if (sections.stream().noneMatch(section -> section.findings().contains(type))) {
        items.add("%s: a finding that no section shows.".formatted(type.getSimpleName()));
      }
    }
    return items;
  }
}
