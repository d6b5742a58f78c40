/**
 * Arrays in ND4J's memory: every kernel is a chain of ND4J's own operations, so a run stays where
 * the backend on the class path keeps its arrays, be it this machine's memory or a graphics card.
 *
 * <p>Integers use only the operations that {@code Nd4jIntegerOpsTest} shows to be exact up to 2^62;
 * ND4J's floordiv, floormod and truncatediv are not.
 */
@NullMarked
package org.retrograde.reversible.device.nd4j;

import org.jspecify.annotations.NullMarked;
