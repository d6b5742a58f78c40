package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.section.Sections;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;

/**
 * What the page template shows.
 *
 * @param manifest title, summary and status of the run
 * @param verdict key figures for the top of the page
 * @param sections the sections that have data, in reading order
 * @param assets styles and scripts
 * @param ongoing how far the run is, of a page that loads itself again; or null
 */
record Page(
    Manifest manifest,
    List<KeyFigure> verdict,
    List<Content> sections,
    Assets assets,
    @Nullable Ongoing ongoing) {

  /** The page of a run: every section that has something to show. */
  static Page of(RunRecord run) {
    return of(run, Verdict.of(run), List.of(), List.of());
  }

  /**
   * The page of what a command measured: its own sections, and those of a run that found nothing.
   */
  static Page of(
      Manifest manifest, List<KeyFigure> verdict, List<Content> contents, Script script) {
    RunRecord run = new RunRecord(manifest, List.of(), Results.empty(), null, null);
    return of(run, verdict, contents, List.of(script));
  }

  private static Page of(
      RunRecord run, List<KeyFigure> verdict, List<Content> before, List<Script> drawing) {
    List<Content> contents = new ArrayList<>(before);
    Set<Script> scripts = new LinkedHashSet<>(drawing);
    for (Section section : Sections.all()) {
      section
          .content(run)
          .ifPresent(
              content -> {
                contents.add(content);
                section.script().ifPresent(scripts::add);
              });
    }
    return new Page(run.manifest(), verdict, List.copyOf(contents), Assets.load(scripts), null);
  }

  /** The page of a run that goes on. */
  Page with(Ongoing how) {
    return new Page(manifest, verdict, sections, assets.withLive(), how);
  }

  /** What the page is called: the run's title, or its name where it has none. */
  String title() {
    return manifest.title().isBlank() ? manifest.experiment() : manifest.title();
  }

  /** The status in lower case, as a style class. */
  String statusClass() {
    return manifest.status().name().toLowerCase(Locale.ROOT);
  }

  /** What the status means for the reader. */
  String statusSentence() {
    return switch (manifest.status()) {
      case DONE -> "This run is complete.";
      case RUNNING -> "This run had not ended when the page was written; figures may change.";
      case INTERRUPTED -> "This run was interrupted; the page shows what it had found until then.";
      case FAILED -> "This run failed; the page shows what it had found until then.";
    };
  }

  /** When the run started and how long it took. */
  String timing() {
    return "Started " + manifest.started() + " · " + Numbers.duration(manifest.seconds());
  }
}
