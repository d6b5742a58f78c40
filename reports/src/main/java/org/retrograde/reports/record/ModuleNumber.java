package org.retrograde.reports.record;

/**
 * A hyperparameter of a type of module or of a block, before and after tuning; of a schedule the
 * mean of its knots where they were tuned, in log space.
 *
 * @param name for example {@code learning rate}
 * @param module a type, or {@code block 2}
 * @param block its number, from 1; 0 for a type
 * @param isFactor whether it multiplies the numbers of types, or their odds, and is none itself
 * @param start its value before tuning
 * @param tuned its value after tuning
 */
public record ModuleNumber(
    String name, String module, int block, boolean isFactor, double start, double tuned) {}
