package org.retrograde.experiments.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/** Runs trials that lie in files, and leaves their results. */
@API(status = Status.EXPERIMENTAL)
public final class SpoolWorker implements AutoCloseable {

  private static final long PAUSE_MILLIS = 200;

  private final TrialRunner runner;
  private final Consumer<String> says;
  private final Thread lastWill = new Thread(this::giveBack, "claim given back");
  private volatile @Nullable Claim held;

  private record Claim(SpoolFolder folder, String id) {}

  /**
   * Makes a worker.
   *
   * @param checkpoints folder where trials that ask for it keep their states, for whoever goes on
   * @param says is told of each trial that is done
   */
  public SpoolWorker(Path checkpoints, Consumer<String> says) {
    this.runner = new TrialRunner(SentFiles.NONE, checkpoints);
    this.says = says;
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  /**
   * Runs one trial of a list, unless its result is there.
   *
   * @param index of the trial, from 0
   * @param results folder where its result goes, which is made if need be
   * @return whether it did not fail
   * @throws TrialTextException if it is not to be run here, or there is no such trial
   * @throws IOException if a file cannot be read or written
   */
  public boolean one(Path list, int index, Path results) throws IOException {
    List<String> lines = SpoolFolder.lines(list);
    if (index < 0 || index >= lines.size()) {
      throw new TrialTextException(
          "%s has %d trials, numbered from 0; there is no trial %d"
              .formatted(list, lines.size(), index));
    }
    TrialSpec trial = read(lines.get(index), list, index);
    if (isDone(results, trial)) {
      says.accept(
          "trial %d is done already: %s".formatted(index, SpoolFolder.nameOf(results, trial)));
      return true;
    }
    return run(trial, results);
  }

  private static TrialSpec read(String line, Path list, int index) {
    try {
      return TrialSpec.read(line);
    } catch (TrialTextException e) {
      throw new TrialTextException("line %d of %s %s".formatted(index + 1, list, e.getMessage()));
    }
  }

  private static boolean isDone(Path results, TrialSpec trial) throws IOException {
    return SpoolFolder.result(results, trial)
        .filter(result -> result.failure() == null)
        .isPresent();
  }

  private boolean run(TrialSpec trial, Path results) throws IOException {
    TrialResult result = runner.run(trial);
    SpoolFolder.keep(results, trial, result);
    says.accept(
        result.failure() == null
            ? "%s: done in %.3g s".formatted(shortened(trial.id()), result.by().seconds())
            : "%s: failed: %s".formatted(shortened(trial.id()), result.failure()));
    return result.failure() == null;
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }

  /**
   * Runs the trials of a folder that no other worker is at, and those that come meanwhile.
   *
   * @param idle how long to wait for others when there are none
   * @return whether none failed
   * @throws TrialTextException if one is not to be run here; the folder says so too
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the thread is interrupted; the trial is given back
   */
  public boolean all(SpoolFolder folder, Duration idle) throws IOException, InterruptedException {
    boolean sound = true;
    long lastWork = System.nanoTime();
    while (true) {
      boolean some = false;
      List<String> lines = folder.allLines();
      // Workers begin at places of their own, so that they seldom reach for the same trial.
      Collections.rotate(lines, lines.isEmpty() ? 0 : (int) (ThisProcess.number() % lines.size()));
      for (String line : lines) {
        TrialSpec trial = TrialSpec.read(line);
        if (SpoolFolder.result(folder.results(), trial).isEmpty() && folder.claim(trial.id())) {
          sound &= runClaimed(folder, trial);
          some = true;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted");
        }
      }
      if (some) {
        lastWork = System.nanoTime();
      } else if (System.nanoTime() - lastWork >= idle.toNanos()) {
        return sound;
      } else {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private boolean runClaimed(SpoolFolder folder, TrialSpec trial) throws IOException {
    ScheduledExecutorService renewing = renewing(folder, trial.id());
    held = new Claim(folder, trial.id());
    try {
      // Another may have run it between the look for its result and the claim.
      return isDone(folder.results(), trial) || run(trial, folder.results());
    } catch (TrialTextException e) {
      folder.refuse(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      renewing.shutdownNow();
      giveBack();
    }
  }

  /** A process that is told to end is still at a trial: others may take it at once. */
  private void giveBack() {
    Claim claim = held;
    held = null;
    if (claim != null) {
      claim.folder.release(claim.id);
    }
  }

  private static ScheduledExecutorService renewing(SpoolFolder folder, String id) {
    ScheduledExecutorService renewing =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "claim");
              thread.setDaemon(true);
              return thread;
            });
    long seconds = SpoolFolder.LEASE.toSeconds() / 4;
    var unused =
        renewing.scheduleAtFixedRate(
            () -> {
              try {
                folder.renew(id);
              } catch (IOException e) {
                // a claim that runs out costs a second run of the trial, and no result
              }
            },
            seconds,
            seconds,
            TimeUnit.SECONDS);
    return renewing;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException e) {
      return; // the process is ending, and a trial may be under way
    }
    runner.close();
  }
}
