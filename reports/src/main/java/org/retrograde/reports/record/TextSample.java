package org.retrograde.reports.record;

import org.jspecify.annotations.Nullable;

/**
 * A text that a trained network has written, token by token.
 *
 * @param arm what it was trained with
 * @param width of its hidden layers
 * @param seed of its start, its batches and the draws
 * @param temperature that its outputs were divided by
 * @param prompt what it was to continue
 * @param text what it wrote; empty if it diverged
 * @param divergence where its training left the numbers, or null
 */
public record TextSample(
    String arm,
    int width,
    long seed,
    double temperature,
    String prompt,
    String text,
    @Nullable String divergence) {}
