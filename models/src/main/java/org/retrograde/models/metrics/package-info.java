/**
 * Figures by which people judge predictions: of classes, and of numbers. They look at arrays alone,
 * wherever those come from.
 */
@API(status = Status.MAINTAINED)
@NullMarked
package org.retrograde.models.metrics;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
