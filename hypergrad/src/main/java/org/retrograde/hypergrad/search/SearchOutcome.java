package org.retrograde.hypergrad.search;

import java.util.List;
import java.util.Optional;

/**
 * What a search, or a descent, found.
 *
 * @param trace every trial that was the best so far, in order: losses fall
 * @param runs training runs spent in all
 * @param seconds spent in all, see {@link Candidate#seconds}
 */
public record SearchOutcome(List<Candidate> trace, double runs, double seconds) {

  /** Copies the list. */
  public SearchOutcome {
    trace = List.copyOf(trace);
  }

  /** Returns the best trial; none if every run diverged. */
  public Optional<Candidate> best() {
    return trace.isEmpty() ? Optional.empty() : Optional.of(trace.get(trace.size() - 1));
  }
}
