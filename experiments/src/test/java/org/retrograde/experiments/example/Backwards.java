package org.retrograde.experiments.example;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.retrograde.hypergrad.trial.EngineProvider;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;

/** Begins with the last trial, and counts them: no result may depend on who runs it when. */
public final class Backwards implements EngineProvider {

  /** Trials that all engines of this kind have run. */
  public static final AtomicInteger RUN = new AtomicInteger();

  @Override
  public String word() {
    return "backwards";
  }

  @Override
  public String meaning() {
    return "one after the other, from the last to the first";
  }

  @Override
  public TrialEngine open(int atOnce, Consumer<String> says) {
    LocalTrials one = new LocalTrials(1);
    return new TrialEngine() {
      @Override
      public <R> List<Outcome<R>> run(List<Trial<R>> trials, Listener<R> whenDone)
          throws InterruptedException {
        List<Trial<R>> reversed = new ArrayList<>(trials);
        Collections.reverse(reversed);
        List<Outcome<R>> outcomes =
            new ArrayList<>(
                one.run(
                    reversed,
                    (index, outcome) -> whenDone.done(trials.size() - 1 - index, outcome)));
        Collections.reverse(outcomes);
        RUN.addAndGet(outcomes.size());
        return outcomes;
      }

      @Override
      public void close() {
        one.close();
      }
    };
  }
}
