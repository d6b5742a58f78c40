package org.retrograde.reports.html;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunRecord;

/**
 * What the page template shows.
 *
 * @param manifest title, summary and status of the run
 * @param verdict key figures for the top of the page
 * @param sections the sections that have data, in reading order
 * @param assets styles and scripts
 */
record Page(Manifest manifest, List<KeyFigure> verdict, List<Section> sections, Assets assets) {

  private static final List<Function<RunRecord, Optional<Section>>> SECTIONS =
      List.of(
          PublishedSection::of,
          JudgedSection::of,
          ObjectiveSection::of,
          TrajectorySection::of,
          MixingSection::of,
          TaskSection::of,
          ScheduleSection::of,
          GroupValueSection::of,
          PicturesSection::of,
          MeanDerivativeSection::of,
          LandscapeSection::of,
          ImportanceSection::of,
          AdjointSection::of,
          TransferSection::of,
          GridSection::of,
          SearchSection::of,
          MemorySection::of,
          WaysBackSection::of,
          ReversalSection::of,
          OptimizerSection::of,
          ChecksSection::of,
          NotesSection::of,
          ProvenanceSection::of);

  static Page of(RunRecord record) {
    List<Section> sections =
        SECTIONS.stream().flatMap(section -> section.apply(record).stream()).toList();
    return new Page(record.manifest(), Verdict.of(record), sections, Assets.load());
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
