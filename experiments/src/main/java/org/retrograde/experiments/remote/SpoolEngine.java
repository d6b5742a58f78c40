package org.retrograde.experiments.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Leaves trials in a folder for whoever runs them, and collects their results: an array of jobs, a
 * few processes on other machines, or the same command a day later.
 */
final class SpoolEngine implements TextEngine {

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  private final SpoolFolder folder;
  private final boolean waits;
  private final Consumer<String> says;
  private final Set<String> listed = new HashSet<>();
  private final Map<String, String> refusals = new HashMap<>();

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
      Set<Integer> left = new HashSet<>();
      for (int i = 0; i < trials.size(); i++) {
        left.add(i);
      }
      removeFailures(trials);
      collect(trials, left, whenDone);
      if (left.isEmpty()) {
        return;
      }
      list(left.stream().sorted().map(trials::get).toList());
      if (!waits) {
        throw new AwaitedTrialsException(
            "%d trials wait in %s; %s. The same command with --resume goes on when they are done"
                .formatted(left.size(), folder.root(), howToRun()));
      }
      says.accept("%d trials wait in %s; %s".formatted(left.size(), folder.root(), howToRun()));
      await(trials, left, whenDone);
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
    if (listed.isEmpty()) {
      for (String line : folder.allLines()) {
        listed.add(TrialSpec.read(line).id());
      }
    }
    List<TrialSpec> fresh = new ArrayList<>();
    for (TrialSpec trial : trials) {
      if (listed.add(trial.id())) {
        fresh.add(trial);
      }
    }
    if (!fresh.isEmpty()) {
      folder.add(fresh);
    }
  }

  private void await(List<TrialSpec> trials, Set<Integer> left, Listener whenDone)
      throws IOException, InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    while (!left.isEmpty()) {
      Thread.sleep(pause);
      pause =
          collect(trials, left, whenDone)
              ? FIRST_PAUSE_MILLIS
              : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      sayRefusals();
    }
  }

  /** Hands on the results that are there; returns whether there were any. */
  private boolean collect(List<TrialSpec> trials, Set<Integer> left, Listener whenDone)
      throws IOException {
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

  private void sayRefusals() throws IOException {
    folder
        .refusals()
        .forEach(
            (host, reason) -> {
              if (!reason.equals(refusals.put(host, reason))) {
                says.accept("warning: %s runs none of them: %s".formatted(host, reason));
              }
            });
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
