package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/** What a kill of {@code smoke} leaves that has just begun: its manifest alone. */
final class KilledRuns {

  private KilledRuns() {}

  /** Makes the directory of such a run and returns it. */
  static Path runOf(Path folder) throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("killed"));
    directory.begin(manifest());
    return directory.root();
  }

  static Manifest manifest() {
    LoadedExperiment smoke =
        LoadedExperiment.load(ConfigReader.readBuiltin("smoke", List.of()), List.of());
    return new Manifest(
        Manifest.SCHEMA,
        "smoke",
        "Smoke",
        "",
        RunStatus.RUNNING,
        null,
        "2000-01-01T00:00:00Z",
        0,
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        smoke.problem().dataHashes(),
        List.of(),
        null);
  }
}
