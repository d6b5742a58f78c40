package org.retrograde.reports.record;

/**
 * A hyperparameter that is one number a group, before and after tuning.
 *
 * @param name for example {@code init scale} or {@code L2 penalty}
 * @param group the parameter group it belongs to
 * @param start its value before tuning
 * @param tuned its value after tuning
 */
public record GroupValue(String name, String group, double start, double tuned) {}
