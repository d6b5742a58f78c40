/** Trials on Apache Spark: the only place that knows it. */
@NullMarked
package org.retrograde.spark;

import org.jspecify.annotations.NullMarked;
