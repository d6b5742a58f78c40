package org.retrograde.experiments.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.text.YamlDocument;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reports.statistics.Spread;

/**
 * A run directory in a list of them.
 *
 * @param directory as it was found
 * @param state how the run stands
 * @param experiment its name; null if damaged, as all that follows
 * @param started the start as an ISO-8601 instant
 * @param seconds wall time, so far; null if cut off
 * @param width of the network that was tuned; null where there is none
 * @param figure what it is summed up in; null if nothing was judged yet
 * @param tags words to find it by
 * @param problem why it cannot be read, or did not end by itself; null if there is none
 */
public record RunEntry(
    String directory,
    RunState state,
    @Nullable String experiment,
    @Nullable String started,
    @Nullable Double seconds,
    @Nullable Integer width,
    @Nullable Figure figure,
    List<String> tags,
    @Nullable String problem) {

  /**
   * The figure that a run is summed up in.
   *
   * @param name of the figure
   * @param fraction whether it is a fraction of rows
   * @param before mean over the seeds before tuning; NaN if none finished
   * @param after mean over them after tuning; null if nothing was tuned
   */
  public record Figure(String name, boolean fraction, double before, @Nullable Double after) {

    private static Optional<Figure> of(RunRecord run) {
      Optional<Figure> headline = run.results().find(Headline.class).map(Figure::of);
      return headline.isPresent()
          ? headline
          : TuningGain.of(run.iterations())
              .map(gain -> new Figure("objective", false, gain.before(), gain.after()));
    }

    private static Figure of(Headline headline) {
      return new Figure(
          headline.name(),
          headline.fraction(),
          Spread.of(headline.start()).mean(),
          headline.tuned().isEmpty() ? null : (Double) Spread.of(headline.tuned()).mean());
    }

    /** Returns a value of it as people read it. */
    public String shown(double value) {
      if (Double.isNaN(value)) {
        return "diverged";
      }
      return fraction ? String.format(Locale.ROOT, "%.2f %%", 100 * value) : Digits.of(value);
    }

    /** Returns both, or the one there is. */
    public String words() {
      return shown(before) + (after == null ? "" : " -> " + shown(after));
    }
  }

  /** Copies the list. */
  public RunEntry {
    tags = List.copyOf(tags);
  }

  /** Reads a run directory; one that cannot be read is an entry that says so. */
  static RunEntry of(Path root) {
    try {
      RunDirectory directory = RunDirectory.open(root);
      RunRecord run = directory.read();
      Manifest manifest = run.manifest();
      RunState state = RunState.of(manifest.status(), directory);
      return new RunEntry(
          root.toString(),
          state,
          manifest.experiment(),
          manifest.started(),
          seconds(state, manifest),
          width(run.config()),
          Figure.of(run).orElse(null),
          directory.readTags().all(),
          manifest.message());
    } catch (IOException | RuntimeException e) { // whatever it is, the others are listed
      return new RunEntry(
          root.toString(),
          RunState.DAMAGED,
          null,
          null,
          null,
          null,
          null,
          List.of(),
          String.valueOf(e.getMessage()));
    }
  }

  /** What the manifest of a run says that has not ended is of its beginning. */
  private static @Nullable Double seconds(RunState state, Manifest manifest) {
    return switch (state) {
      case RUNNING ->
          Duration.between(Instant.parse(manifest.started()), Instant.now()).toMillis() / 1e3;
      case CUT_OFF, DAMAGED -> null;
      case DONE, INTERRUPTED, FAILED -> manifest.seconds();
    };
  }

  private static @Nullable Integer width(@Nullable String config) {
    if (config == null) {
      return null;
    }
    JsonNode width = YamlDocument.parse("config.yaml", config).root().path("model").path("width");
    return width.isInt() ? (Integer) width.intValue() : null;
  }
}
