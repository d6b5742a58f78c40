package org.retrograde.experiments.config;

/**
 * The proof that training runs backward to every bit of its start.
 *
 * @param steps steps forward, then as many backward, at least 1
 * @param control whether plain doubles make the same journey, to show that they do not return
 */
public record ReversalConfig(int steps, boolean control) {}
