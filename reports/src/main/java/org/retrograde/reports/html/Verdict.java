package org.retrograde.reports.html;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.section.Sections;
import org.retrograde.reports.record.RunRecord;

/** The few figures that say how the run came out. */
final class Verdict {

  private static final int MOST = 5;

  private Verdict() {}

  static List<KeyFigure> of(RunRecord run) {
    List<KeyFigure> figures =
        Sections.all().stream().flatMap(section -> section.keyFigures(run).stream()).toList();
    return Stream.of(false, true)
        .flatMap(spare -> figures.stream().filter(figure -> figure.spare() == spare))
        .limit(MOST)
        .toList();
  }
}
