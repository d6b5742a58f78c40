package org.retrograde.experiments.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Leaves trials in a folder for whoever runs them, and collects their results: an array of jobs, a
 * few processes on other machines, or the same command a day later.
 */
final class SpoolEngine implements TextEngine {

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2000;
  private static final long NANOS_BETWEEN_REMINDERS = Duration.ofMinutes(5).toNanos();

  private final SpoolFolder folder;
  private final boolean waits;
  private final Consumer<String> says;
  private final Set<String> listed = new HashSet<>();
  private final Set<String> refusals = new HashSet<>();
  private boolean saidHow;

  /**
   * Takes a folder.
   *
   * @param waits whether it stays until the results are there
   * @param says takes what is to be told to people
   */
  SpoolEngine(SpoolFolder folder, boolean waits, Consumer<String> says) {
    this.folder = folder;
    this.waits = waits;
    this.says = says;
  }

  @Override
  public void run(List<TrialSpec> trials, Listener whenDone) throws InterruptedException {
    try {
      folder.make();
      removeFailures(trials);
      Waiting waiting = new Waiting(trials, whenDone);
      if (waiting.collect() && waiting.isOver()) {
        return;
      }
      list(waiting.left());
      if (!waits) {
        throw new AwaitedTrialsException(
            "%s; %s. The same command with --resume goes on when they are done"
                .formatted(waiting.words(), howToRun()));
      }
      if (!saidHow) {
        saidHow = true;
        says.accept("%s; %s".formatted(waiting.words(), howToRun()));
      }
      waiting.await();
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private String howToRun() {
    return "'./retrograde trial --spool %s' runs them, on any machine that sees the folder"
        .formatted(folder.root());
  }

  /** Who asks again wants them run again. */
  private void removeFailures(List<TrialSpec> trials) throws IOException {
    for (TrialSpec trial : trials) {
      Optional<TrialResult> result = SpoolFolder.result(folder.results(), trial);
      if (result.isPresent() && result.get().failure() != null) {
        SpoolFolder.remove(folder.results(), trial);
      }
    }
  }

  /** Lists those that no list has yet. */
  private void list(List<TrialSpec> trials) throws IOException {
    folder.trials().forEach(trial -> listed.add(trial.key()));
    List<TrialSpec> fresh = trials.stream().filter(trial -> listed.add(trial.key())).toList();
    if (!fresh.isEmpty()) {
      folder.add(fresh);
    }
  }

  /** The trials of a run that have no result yet. */
  private final class Waiting {

    private final List<TrialSpec> trials;
    private final Listener whenDone;
    private final SortedSet<Integer> left = new TreeSet<>();
    private long lastWord = System.nanoTime();

    Waiting(List<TrialSpec> trials, Listener whenDone) {
      this.trials = trials;
      this.whenDone = whenDone;
      for (int i = 0; i < trials.size(); i++) {
        left.add(i);
      }
    }

    boolean isOver() {
      return left.isEmpty();
    }

    List<TrialSpec> left() {
      return left.stream().map(trials::get).toList();
    }

    String words() {
      return "trials that wait in %s: %d".formatted(folder.root(), left.size());
    }

    /** Hands on the results that are there; returns whether there were any. */
    boolean collect() throws IOException {
      boolean some = false;
      for (Iterator<Integer> each = left.iterator(); each.hasNext(); ) {
        int index = each.next();
        TrialSpec trial = trials.get(index);
        Optional<TrialResult> result = SpoolFolder.result(folder.results(), trial);
        if (result.isPresent()) {
          whenDone.done(index, result.get(), SpoolFolder.nameOf(folder.results(), trial));
          each.remove();
          some = true;
        }
      }
      return some;
    }

    void await() throws IOException, InterruptedException {
      long pause = FIRST_PAUSE_MILLIS;
      while (!isOver()) {
        Thread.sleep(pause);
        if (collect()) {
          pause = FIRST_PAUSE_MILLIS;
          lastWord = System.nanoTime();
        } else {
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        sayRefusals();
        remind();
      }
    }

    private void sayRefusals() throws IOException {
      for (TrialSpec trial : left()) {
        folder
            .refusal(trial.key())
            .filter(refusals::add)
            .ifPresent(reason -> says.accept("warning: a worker runs none of them, " + reason));
      }
    }

    /** Says now and then that nobody comes. */
    private void remind() throws IOException {
      if (System.nanoTime() - lastWord < NANOS_BETWEEN_REMINDERS) {
        return;
      }
      lastWord = System.nanoTime();
      boolean atWork = false;
      for (TrialSpec trial : left()) {
        atWork |= folder.isClaimed(trial.key());
      }
      if (!atWork) {
        refusals.clear(); // to be said again
        says.accept("%s, and no worker is at one of them; %s".formatted(words(), howToRun()));
      }
    }
  }

  @Override
  public void close() {
    // the folder is left to those who are at work in it
  }

  /** Returns the folder of a config's text. */
  static SpoolFolder folder(String text) {
    return new SpoolFolder(Path.of(text).toAbsolutePath().normalize());
  }
}
