package org.retrograde.reversible.device.host;

/**
 * The elements of an array that a kernel works on.
 *
 * @param from the first
 * @param to after the last
 */
record Span(int from, int to) {

  int length() {
    return to - from;
  }
}
