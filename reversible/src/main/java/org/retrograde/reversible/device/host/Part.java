package org.retrograde.reversible.device.host;

/**
 * Where a matrix lies in an array that holds more.
 *
 * @param start of its first row
 * @param stride elements from one row to the next
 */
record Part(int start, int stride) {}
