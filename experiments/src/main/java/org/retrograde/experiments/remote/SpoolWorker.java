package org.retrograde.experiments.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  private final TrialRunner runner;
  private final Consumer<String> says;
  private final Thread lastWill = new Thread(this::giveBack, "claim given back");
  private volatile @Nullable Claim held;

  private record Claim(SpoolFolder folder, String key) {}

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
    List<TrialSpec> trials = SpoolFolder.trials(list);
    if (index < 0 || index >= trials.size()) {
      throw new TrialTextException(
          "%s has %d trials, numbered from 0; there is no trial %d"
              .formatted(list, trials.size(), index));
    }
    TrialSpec trial = trials.get(index);
    if (isDone(results, trial)) {
      says.accept(
          "trial %d is done already: %s".formatted(index, SpoolFolder.nameOf(results, trial)));
      return true;
    }
    return run(trial, results);
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
   * Runs the trials of a folder that no other worker is at, and those that come meanwhile. Those
   * that are not to be run here are left to others.
   *
   * @param idle how long to wait for others when there are none
   * @return whether none failed
   * @throws TrialTextException at the end, if some are not to be run here; the folder says so too
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the thread is interrupted; the trial is given back
   */
  public boolean all(SpoolFolder folder, Duration idle) throws IOException, InterruptedException {
    Shift shift = new Shift(folder);
    long lastWork = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      if (shift.work()) {
        lastWork = System.nanoTime();
        pause = FIRST_PAUSE_MILLIS;
      } else if (System.nanoTime() - lastWork >= idle.toNanos()) {
        return shift.end();
      } else {
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** What one worker has seen of a folder. */
  private final class Shift {

    private final SpoolFolder folder;

    /** Keys of trials that are not to be run here. */
    private final Set<String> refused = new HashSet<>();

    private final Set<String> reasons = new LinkedHashSet<>();
    private boolean sound = true;

    Shift(SpoolFolder folder) {
      this.folder = folder;
    }

    /** Runs what there is; returns whether there was anything. */
    boolean work() throws IOException, InterruptedException {
      boolean some = false;
      List<TrialSpec> trials = new ArrayList<>(folder.trials());
      // Workers begin at places of their own, so that they seldom reach for the same trial.
      Collections.rotate(
          trials, trials.isEmpty() ? 0 : (int) (ThisProcess.number() % trials.size()));
      for (TrialSpec trial : trials) {
        if (!refused.contains(trial.key())
            && !SpoolFolder.hasResult(folder.results(), trial)
            && folder.claim(trial.key())) {
          runClaimed(trial);
          some = true;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted");
        }
      }
      return some;
    }

    private void runClaimed(TrialSpec trial) throws IOException {
      ScheduledExecutorService renewing = renewing(folder, trial.key());
      held = new Claim(folder, trial.key());
      try {
        // Another may have run it between the look for its result and the claim.
        sound &= isDone(folder.results(), trial) || run(trial, folder.results());
        folder.accept(trial.key());
      } catch (TrialTextException e) {
        String reason = String.valueOf(e.getMessage());
        folder.refuse(trial.key(), reason);
        refused.add(trial.key());
        if (reasons.add(reason)) {
          says.accept("left to others: " + reason);
        }
      } finally {
        renewing.shutdownNow();
        giveBack();
      }
    }

    boolean end() {
      if (!reasons.isEmpty()) {
        throw new TrialTextException(
            "some trials of %s are not to be run here: %s"
                .formatted(folder.root(), String.join("; ", reasons)));
      }
      return sound;
    }
  }

  /** A process that is told to end is still at a trial: others may take it at once. */
  private void giveBack() {
    Claim claim = held;
    held = null;
    if (claim != null) {
      claim.folder.release(claim.key);
    }
  }

  private static ScheduledExecutorService renewing(SpoolFolder folder, String key) {
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
                folder.renew(key);
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
