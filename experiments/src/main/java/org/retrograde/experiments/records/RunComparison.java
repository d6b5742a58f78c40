package org.retrograde.experiments.records;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.retrograde.experiments.config.ConfigDifferences;
import org.retrograde.reports.html.comparison.ComparedRun;
import org.retrograde.reports.html.comparison.Comparison;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;

/** Reads runs that are to be compared. */
public final class RunComparison {

  private RunComparison() {}

  /**
   * Reads them.
   *
   * @param directories at least two, the first of which others are set against
   * @param manifest of the comparison
   * @throws org.retrograde.reports.record.RunRecordException if one is damaged
   * @throws IOException if one cannot be read
   */
  public static Comparison of(List<RunDirectory> directories, Manifest manifest)
      throws IOException {
    List<String> labels = RunLabels.of(directories.stream().map(RunDirectory::root).toList());
    List<ComparedRun> runs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      RunDirectory directory = directories.get(i);
      runs.add(
          new ComparedRun(
              labels.get(i),
              directory.root().toString(),
              directory.read(),
              directory.readTags().all()));
    }
    List<String> configs =
        runs.stream().map(run -> Objects.requireNonNullElse(run.record().config(), "{}")).toList();
    return new Comparison(
        manifest,
        runs,
        ConfigDifferences.among(configs).entrySet().stream()
            .map(key -> new Comparison.Setting(key.getKey(), key.getValue()))
            .toList());
  }
}
