package org.retrograde.experiments.config;

import org.retrograde.hypergrad.schedule.Schedule;

/**
 * Untuned settings to compare with or to start from.
 *
 * @param schedule how the learning rate moves
 * @param learningRate peak learning rate, above 0
 * @param momentum momentum decay, in (0, 1)
 * @param origin where the numbers come from, for the report; may be empty
 */
public record ArmConfig(Schedule schedule, double learningRate, double momentum, String origin) {}
