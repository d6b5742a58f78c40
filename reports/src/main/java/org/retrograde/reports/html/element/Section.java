package org.retrograde.reports.html.element;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;

/**
 * One section of a report: which findings it shows, where on the page, and by which script.
 *
 * <p>A program of yours brings a section as a public class with a constructor without arguments,
 * named in {@code META-INF/services/org.retrograde.reports.html.element.Section} on its class path.
 * It has no state.
 */
public interface Section {

  /** The part of the page that it belongs to; within one, sections of your own come last. */
  Part part();

  /** The types of findings that it shows; none if it shows the run itself. */
  List<Class<? extends Finding>> findings();

  /**
   * The script that draws its figures. It is in the page if the section is.
   *
   * @return none if not overridden
   */
  default Optional<Script> script() {
    return Optional.empty();
  }

  /** What it shows of a run; nothing where the run has nothing for it. */
  Optional<Content> content(RunRecord run);

  /**
   * Its figures for the top of the page, which has room for a few.
   *
   * @return none if not overridden
   */
  default List<KeyFigure> keyFigures(RunRecord run) {
    return List.of();
  }
}
