package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.remote.SpoolFolder;
import org.retrograde.experiments.remote.SpoolWorker;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs trials that another process has left in files. */
@Command(
    name = "trial",
    description =
        "Runs trials of 'run --engine spool': one of a list, as a job of an array does, or all that"
            + " no other process is at.",
    mixinStandardHelpOptions = true)
final class TrialCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  /** One of a list, or those of a folder. */
  static final class Where {

    @ArgGroup(exclusive = false)
    private @Nullable One one;

    @ArgGroup(exclusive = false)
    private @Nullable All all;
  }

  /** One trial. */
  static final class One {

    @Option(
        names = "--spec",
        paramLabel = "FILE",
        required = true,
        description = "A list of trials, trials-0001.jsonl in the folder of the run's --spool.")
    private Path list = Path.of("");

    @Option(
        names = "--index",
        paramLabel = "I",
        required = true,
        description = "Which of them, from 0.")
    private int index;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "DIR",
        description = "Where its result goes; 'results' beside the list if not given.")
    private @Nullable Path out;
  }

  /** All trials of a folder. */
  static final class All {

    @Option(
        names = "--spool",
        paramLabel = "DIR",
        required = true,
        description = "The folder of the run's --spool; any number of processes may be at work.")
    private Path folder = Path.of("");

    @Option(
        names = "--idle",
        paramLabel = "SECONDS",
        description =
            "How long to wait for more trials when there are none: a run brings its next when the"
                + " last are done (default: ${DEFAULT-VALUE}).",
        defaultValue = "0")
    private int idle;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean sound = where.one != null ? one(where.one) : where.all == null || all(where.all);
    return sound ? ExitCode.DONE : ExitCode.FAILED;
  }

  private boolean one(One one) throws IOException {
    Path results =
        one.out != null
            ? one.out.toAbsolutePath()
            : one.list.toAbsolutePath().resolveSibling("results");
    try (SpoolWorker worker = worker(results.resolveSibling("checkpoints"))) {
      return worker.one(one.list, one.index, results);
    }
  }

  private boolean all(All all) throws IOException, InterruptedException {
    if (all.idle < 0) {
      throw new WrongInputException("--idle must be at least 0 seconds, got " + all.idle);
    }
    if (all.idle == 0 && !Files.isDirectory(all.folder)) {
      throw new WrongInputException(
          "%s: no folder; 'run EXPERIMENT --spool %s' makes it, and --idle waits for that"
              .formatted(all.folder, all.folder));
    }
    Path folder = all.folder.toAbsolutePath().normalize();
    try (SpoolWorker worker = worker(folder.resolve("checkpoints"))) {
      return worker.all(new SpoolFolder(folder), Duration.ofSeconds(all.idle));
    }
  }

  private SpoolWorker worker(Path checkpoints) {
    return new SpoolWorker(checkpoints, Streams.of(spec)::tell);
  }
}
