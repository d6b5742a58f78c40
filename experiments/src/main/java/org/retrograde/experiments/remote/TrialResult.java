package org.retrograde.experiments.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Want;

/**
 * What came of a trial, as text.
 *
 * @param schema version of this form
 * @param id of the trial
 * @param outcome found or divergence; what depends on the trial alone, to the bit
 * @param failure what ended it that is no outcome; null if nothing did
 * @param surroundings that it was run in
 * @param by who ran it and how long that took; no part of any comparison
 */
@API(status = Status.EXPERIMENTAL)
public record TrialResult(
    String schema,
    String id,
    @Nullable JsonNode outcome,
    @Nullable String failure,
    Surroundings surroundings,
    RunBy by) {

  /** Takes a JSON null for what it means. */
  public TrialResult {
    outcome = outcome == null || outcome.isNull() ? null : outcome;
  }

  /** The version that this program writes and reads. */
  static final String SCHEMA = "retrograde-trial-result/1";

  private static final String SECONDS = "seconds";

  static TrialResult of(TrialSpec spec, Outcome<?> outcome, Surroundings here) {
    ObjectNode tree = (ObjectNode) RemoteJson.tree(outcome);
    tree.remove(SECONDS);
    return new TrialResult(SCHEMA, spec.id(), tree, null, here, ThisProcess.as(outcome.seconds()));
  }

  static TrialResult failed(TrialSpec spec, String failure, Surroundings here) {
    return new TrialResult(SCHEMA, spec.id(), null, failure, here, ThisProcess.as(0));
  }

  /** Returns it in one line. */
  public String toText() {
    return RemoteJson.write(this);
  }

  /**
   * Reads a line.
   *
   * @throws TrialTextException if it is no result that this program can read
   */
  public static TrialResult read(String line) {
    TrialResult result = RemoteJson.read(line, TrialResult.class, "the result of a trial");
    if (!SCHEMA.equals(result.schema)) {
      throw new TrialTextException(
          "is of schema %s, and this program reads %s".formatted(result.schema, SCHEMA));
    }
    return result;
  }

  /**
   * Returns whether another result of the trial has the same bits: in text, as trees know types.
   */
  public boolean hasBitsOf(TrialResult other) {
    return outcome != null
        && other.outcome != null
        && RemoteJson.write(outcome).equals(RemoteJson.write(other.outcome));
  }

  /**
   * Returns the outcome.
   *
   * @param spec that was to be run
   * @param where the result is from, for errors
   * @throws TrialTextException if it is of another trial, program or machine that computes
   *     otherwise
   * @throws FailedTrialException if the trial failed
   */
  <R> Outcome<R> outcome(TrialSpec spec, Want<R> want, String where) {
    if (!id.equals(spec.id())) {
      throw new TrialTextException("%s is of trial %s, not of %s".formatted(where, id, spec.id()));
    }
    List<String> differences = spec.surroundings().differences(surroundings);
    if (!differences.isEmpty()) {
      throw new TrialTextException(
          "%s was computed in other surroundings, on %s: %s; remove it, and have the trial run again"
              .formatted(where, by.host(), String.join("; ", differences)));
    }
    if (failure != null || outcome == null) {
      throw new FailedTrialException(
          "a trial failed on %s (process %d): %s".formatted(by.host(), by.process(), failure));
    }
    ObjectNode whole = outcome.deepCopy();
    whole.put(SECONDS, by.seconds());
    return RemoteJson.outcome(whole, want.type());
  }

  /** A trial ended elsewhere by something that is no outcome. */
  public static final class FailedTrialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedTrialException(String message) {
      super(message);
    }
  }
}
