package org.retrograde.reports.record;

/**
 * Whether somebody found that the best learning rate stays where it is as networks get wider.
 *
 * @param transfers whether it stays
 * @param source where that was published
 * @param words what else was said; may be empty
 */
public record PublishedTransfer(boolean transfers, String source, String words) {}
