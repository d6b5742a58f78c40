package org.retrograde.experiments.config;

import org.jspecify.annotations.Nullable;

/**
 * A figure that somebody published.
 *
 * @param figure name of the figure of the run that stands beside it
 * @param source where it was published
 * @param published the figure as it was published
 * @param least that agrees; null for no limit
 * @param most that agrees; null for no limit
 * @param words on the agreement or the difference; may be empty
 */
public record PublishedConfig(
    String figure,
    String source,
    String published,
    @Nullable Double least,
    @Nullable Double most,
    String words) {}
