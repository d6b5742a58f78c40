package org.retrograde.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.TrialEngines;
import picocli.CommandLine.Option;

/** Options that say who runs the trials. */
final class EngineOptions {

  private static final String SPOOL = "spool";
  private static final String SPARK = "spark";

  @Option(
      names = "--engine",
      paramLabel = "threads|spool|spark",
      description = "Who runs the trials; never changes a result.")
  private @Nullable String engine;

  @Option(
      names = "--spool",
      paramLabel = "DIR",
      description =
          "Engine spool: the folder through which trials go to './retrograde trial', on any machine"
              + " that sees it.")
  private @Nullable Path spool;

  @Option(
      names = "--no-wait",
      description =
          "Engine spool: ends when the trials are written; the same command with --resume goes on"
              + " when they are done.")
  private boolean noWait;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Engine spark: local[N], spark://HOST:PORT, yarn, k8s://...")
  private @Nullable String master;

  /**
   * Returns all changes, in the form of {@code --set}.
   *
   * @throws WrongInputException if the options are of different engines
   */
  List<String> overrides() {
    String name = engine == null ? implied() : engine;
    require(SPOOL, name, spool != null, "--spool");
    require(SPOOL, name, noWait, "--no-wait");
    require(SPARK, name, master != null, "--master");
    if (name == null) {
      return List.of();
    }
    if (TrialEngines.ALL.find(name).isEmpty() && name.equals(SPARK)) {
      throw new WrongInputException(
          "engine spark is a module of its own: 'mvn -Pspark -DskipTests package' builds it, and"
              + " the launcher ./retrograde takes it then");
    }
    List<String> changes = new ArrayList<>(List.of("run.engine=" + name));
    if (spool != null) {
      changes.add("run.engine.folder=" + quoted(spool.toAbsolutePath().normalize().toString()));
    }
    if (noWait) {
      changes.add("run.engine.waits=false");
    }
    if (master != null) {
      changes.add("run.engine.master=" + quoted(master));
    }
    return changes;
  }

  private @Nullable String implied() {
    if (spool != null || noWait) {
      return SPOOL;
    }
    return master != null ? SPARK : null;
  }

  private static void require(String owner, @Nullable String name, boolean given, String option) {
    if (given && !owner.equals(name)) {
      throw new WrongInputException("%s is of engine %s, not of %s".formatted(option, owner, name));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
