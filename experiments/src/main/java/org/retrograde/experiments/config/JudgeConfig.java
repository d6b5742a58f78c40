package org.retrograde.experiments.config;

/**
 * Training with the settings before and after tuning, to judge them.
 *
 * @param seeds runs of each, at least 1
 */
public record JudgeConfig(int seeds) {}
