package org.retrograde.experiments.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;

/**
 * How a run that was run again compares with the first.
 *
 * @param first directory of the first run
 * @param second directory of the second
 * @param files what differs, file by file
 * @param circumstances what else differs, which may be why
 * @param leftOut what was not compared
 */
public record ReplayOutcome(
    String first,
    String second,
    List<FileComparison> files,
    List<Circumstance> circumstances,
    List<String> leftOut) {

  /** Copies the lists. */
  public ReplayOutcome {
    files = List.copyOf(files);
    circumstances = List.copyOf(circumstances);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A version, a part of the machine or a setting.
   *
   * @param name of it
   * @param then in the first run; null if it does not say
   * @param now in the second
   */
  public record Circumstance(String name, @Nullable String then, @Nullable String now) {

    /** Returns both in words. */
    public String words() {
      return "%s: %s there, %s now".formatted(name, shown(then), shown(now));
    }

    private static String shown(@Nullable String value) {
      return value == null ? "nothing" : value;
    }
  }

  /**
   * Compares two runs.
   *
   * @throws IOException if one cannot be read
   */
  public static ReplayOutcome of(RunDirectory first, RunDirectory second) throws IOException {
    List<FileComparison> files = new ArrayList<>();
    for (Path file : List.of(first.resultsFile(), first.metricsFile(), first.recipeFile())) {
      files.add(ValueDifferences.between(file, second.root().resolve(file.getFileName())));
    }
    Manifest then = first.readManifest();
    Manifest now = second.readManifest();
    files.add(hashes(then.finalStateHash(), now.finalStateHash()));
    List<Circumstance> circumstances = new ArrayList<>();
    collect(then.versions(), now.versions(), circumstances);
    collect(then.machine(), now.machine(), circumstances);
    collect(then.settings(), now.settings(), circumstances);
    return new ReplayOutcome(
        first.root().toString(),
        second.root().toString(),
        files,
        circumstances,
        ValueDifferences.LEFT_OUT);
  }

  /** The state at the end of the run whose reversal was proved. */
  private static FileComparison hashes(@Nullable String then, @Nullable String now) {
    boolean same = Objects.equals(then, now);
    return new FileComparison(
        "manifest.json",
        1,
        same ? 0 : 1,
        same
            ? null
            : new FileComparison.Place(
                "/finalStateHash", String.valueOf(then), String.valueOf(now)));
  }

  private static void collect(
      Map<String, String> then, Map<String, String> now, List<Circumstance> found) {
    Set<String> names = new LinkedHashSet<>(then.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      if (!Objects.equals(then.get(name), now.get(name))) {
        found.add(new Circumstance(name, then.get(name), now.get(name)));
      }
    }
  }

  /** Returns whether every value is the same. */
  @JsonProperty
  public boolean same() {
    return files.stream().allMatch(file -> file.differing() == 0);
  }
}
