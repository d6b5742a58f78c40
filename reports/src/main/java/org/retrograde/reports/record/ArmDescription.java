package org.retrograde.reports.record;

/**
 * What an arm of a comparison is and where its settings come from.
 *
 * @param arm its name, as in {@link TransferRun} and {@link GridPoint}
 * @param description what it does, in a few words
 * @param origin where its settings come from, for example {@code best of quickstart-baselines: rate
 *     2.0, momentum 0.8}
 * @param tuned whether it was tuned by hypergradients; false for a baseline
 */
public record ArmDescription(String arm, String description, String origin, boolean tuned) {}
