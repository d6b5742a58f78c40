package org.retrograde.experiments.engine;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;

/**
 * Keeps the outcome of every trial by its hash, and lets another engine run only those that are not
 * kept. As an outcome is a function of its trial, an experiment that is run again from its start
 * ends where it would have ended, whatever asks for the trials.
 */
public final class KeptTrials implements TrialEngine {

  private final TrialEngine inner;
  private final KeptResults results;

  /**
   * Puts kept results before an engine.
   *
   * @param results not closed by this
   */
  public KeptTrials(TrialEngine inner, KeptResults results) {
    this.inner = inner;
    this.results = results;
  }

  @Override
  public <R> List<Outcome<R>> run(List<Trial<R>> trials, Listener<R> whenDone)
      throws InterruptedException {
    List<String> ids = trials.stream().map(Trial::id).toList();
    List<Optional<Outcome<R>>> known = new ArrayList<>();
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      int index = i;
      Optional<Outcome<R>> outcome = find(ids.get(i), trials.get(i).want());
      known.add(outcome);
      outcome.ifPresentOrElse(done -> whenDone.done(index, done), () -> unknown.add(index));
    }
    Iterator<Outcome<R>> made =
        inner
            .run(
                unknown.stream().map(trials::get).toList(),
                (number, outcome) -> {
                  int index = unknown.get(number);
                  results.keep(ids.get(index), outcome);
                  whenDone.done(index, outcome);
                })
            .iterator();
    return known.stream().map(outcome -> outcome.orElseGet(made::next)).toList();
  }

  @SuppressWarnings("unchecked") // read as an outcome of the wanted type
  private <R> Optional<Outcome<R>> find(String id, Want<R> want) {
    JavaType type =
        TypeFactory.defaultInstance().constructParametricType(Outcome.class, want.type());
    return results.find(id, type).map(outcome -> (Outcome<R>) outcome);
  }

  @Override
  public void close() {
    inner.close();
  }
}
