package org.retrograde.experiments.remote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;

/**
 * Has trials run as text by another engine. Those that no text can say, such as of rows that were
 * changed here, are run in this process.
 */
@API(status = Status.EXPERIMENTAL)
public final class RemoteTrials implements TrialEngine {

  private final TextEngine engine;
  private final LocalTrials local;
  private final Consumer<String> says;
  private final Map<Device, Surroundings> surroundings = new HashMap<>();
  private boolean saidLocal;

  /**
   * Puts trials before an engine of text.
   *
   * @param engine closed with this
   * @param atOnce number of trials that this process may run at once, of those that no text can say
   * @param says takes what is to be told to people
   */
  public RemoteTrials(TextEngine engine, int atOnce, Consumer<String> says) {
    this.engine = engine;
    this.local = new LocalTrials(atOnce);
    this.says = says;
  }

  @Override
  public <R> List<Outcome<R>> run(List<Trial<R>> trials, Listener<R> whenDone)
      throws InterruptedException {
    List<@Nullable Outcome<R>> outcomes = new ArrayList<>(Collections.nCopies(trials.size(), null));
    Listener<R> keep =
        (index, outcome) -> {
          outcomes.set(index, outcome);
          whenDone.done(index, outcome);
        };
    List<TrialSpec> specs = new ArrayList<>();
    List<Integer> asText = new ArrayList<>();
    List<Integer> here = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      int index = i;
      text(trials.get(i))
          .ifPresentOrElse(
              spec -> {
                specs.add(spec);
                asText.add(index);
              },
              () -> here.add(index));
    }
    if (!specs.isEmpty()) {
      engine.run(
          specs,
          (number, result, where) -> {
            int index = asText.get(number);
            keep.done(index, result.outcome(specs.get(number), trials.get(index).want(), where));
          });
    }
    if (!here.isEmpty()) {
      sayLocal(here.size());
      local.run(
          here.stream().map(trials::get).toList(),
          (number, outcome) -> keep.done(here.get(number), outcome));
    }
    return outcomes.stream().map(Objects::requireNonNull).toList();
  }

  private Optional<TrialSpec> text(Trial<?> trial) {
    return TrialText.of(
        trial, surroundings.computeIfAbsent(trial.problem().device(), Surroundings::of));
  }

  private void sayLocal(int count) {
    if (!saidLocal) {
      saidLocal = true;
      says.accept("%d trials are of what only this process has, and are run here".formatted(count));
    }
  }

  @Override
  public void close() {
    try (engine) {
      local.close();
    }
  }
}
