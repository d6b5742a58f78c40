package org.retrograde.experiments.tracking;

/**
 * A number at a step.
 *
 * @param key what it is; parts of it are set off by /
 * @param step iteration of tuning, or step of training
 * @param value finite
 */
record Point(String key, long step, double value) {}
