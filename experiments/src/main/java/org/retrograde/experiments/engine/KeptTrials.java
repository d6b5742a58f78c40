package org.retrograde.experiments.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;

/**
 * Keeps the outcome of every trial by its hash, and lets another engine run only those that are not
 * kept. As an outcome is a function of its trial, an experiment that is run again from its start
 * ends where it would have ended, whatever asks for the trials.
 */
public final class KeptTrials implements TrialEngine {

  private static final JsonMapper MAPPER = ResultJson.mapper();

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
    List<Optional<Outcome<R>>> known = trials.stream().map(this::find).toList();
    List<Integer> unknown =
        IntStream.range(0, trials.size())
            .filter(index -> known.get(index).isEmpty())
            .boxed()
            .toList();
    for (int i = 0; i < known.size(); i++) {
      int index = i;
      known.get(i).ifPresent(outcome -> whenDone.done(index, outcome));
    }
    Iterator<Outcome<R>> made =
        inner
            .run(
                unknown.stream().map(trials::get).toList(),
                (number, outcome) -> {
                  int index = unknown.get(number);
                  keep(trials.get(index), outcome);
                  whenDone.done(index, outcome);
                })
            .iterator();
    return known.stream().map(outcome -> outcome.orElseGet(made::next)).toList();
  }

  private <R> Optional<Outcome<R>> find(Trial<R> trial) {
    return results
        .find(trial.id(), JsonNode.class)
        .map(
            node -> {
              double seconds = node.path("seconds").asDouble();
              JsonNode divergence = node.path("divergence");
              return divergence.isTextual()
                  ? Outcome.<R>diverged(divergence.asText(), seconds)
                  : Outcome.found(
                      MAPPER.convertValue(node.path("found"), trial.want().type()), seconds);
            });
  }

  private <R> void keep(Trial<R> trial, Outcome<R> outcome) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("seconds", outcome.seconds());
    if (outcome.divergence() != null) {
      node.put("divergence", outcome.divergence());
    } else {
      node.set("found", MAPPER.valueToTree(outcome.get()));
    }
    results.keep(trial.id(), node);
  }

  @Override
  public void close() {
    inner.close();
  }
}
