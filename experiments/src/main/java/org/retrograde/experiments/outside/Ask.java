package org.retrograde.experiments.outside;

import com.fasterxml.jackson.databind.JsonNode;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * A trial that a tuner asks for.
 *
 * @param id whatever the tuner knows it by
 * @param raw where
 * @param firstSeed number of its first seed, from 0
 * @param seeds runs, on as many seeds from the first on
 * @param gradient whether the derivative is wanted
 */
record Ask(JsonNode id, RawVector raw, int firstSeed, int seeds, boolean gradient) {}
