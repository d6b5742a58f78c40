package org.retrograde.hypergrad.tune;

import org.retrograde.hypergrad.trial.RawVector;

/**
 * The outcome of tuning.
 *
 * @param raw the iterate that was kept
 * @param iteration its number, counted from 0; the one after the last update is the largest
 * @param checkLoss mean loss over the check seeds, NaN without any
 */
public record Tuned(RawVector raw, int iteration, double checkLoss) {}
