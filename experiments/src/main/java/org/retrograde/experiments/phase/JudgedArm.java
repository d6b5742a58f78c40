package org.retrograde.experiments.phase;

import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;

/**
 * Something to be judged.
 *
 * @param name of it
 * @param problem that it trains
 * @param settings without width factors
 */
record JudgedArm(String name, TrainingProblem problem, RunSettings settings) {}
