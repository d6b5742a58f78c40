package org.retrograde.reports.record;

/**
 * Where a parameter group stands in its network.
 *
 * @param name of the group
 * @param layer that it belongs to, counted from 0
 * @param weight whether it is weights, and not a bias
 */
public record GroupPlace(String name, int layer, boolean weight) {}
