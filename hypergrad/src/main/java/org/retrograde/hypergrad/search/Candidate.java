package org.retrograde.hypergrad.search;

import org.retrograde.hypergrad.trial.RawVector;

/**
 * One raw vector that was tried, and what had been spent when it was known.
 *
 * @param raw hyperparameters
 * @param loss mean final loss over the seeds; infinite if a run diverged
 * @param runs training runs so far, this trial's included; a hypergradient counts as several
 * @param seconds so far: the times of all runs added up, as if one went after the other, and the
 *     time that the method itself took between them. Runs that go on at once do not make it less.
 * @param best whether no trial before it had so low a loss
 */
public record Candidate(RawVector raw, double loss, double runs, double seconds, boolean best) {}
