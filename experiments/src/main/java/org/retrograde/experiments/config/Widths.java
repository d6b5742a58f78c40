package org.retrograde.experiments.config;

import org.retrograde.models.parametrization.Parametrization;

/**
 * The widths that a problem comes in.
 *
 * @param width where it is tuned
 * @param base width from which width factors count
 * @param parametrization that they follow
 */
public record Widths(int width, int base, Parametrization parametrization) {}
