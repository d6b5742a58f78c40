package org.retrograde.reversible.device.cuda;

/** How batches that come again are launched; what comes out has the same bits. */
enum Launching {
  /** Call by call, as if they came for the first time. */
  CALLS,
  /** By the few launches of a plan. */
  PLANS,
  /** The same, captured as a graph. */
  GRAPHS;

  /** Returns whether batches that come again are planned. */
  boolean plans() {
    return this != CALLS;
  }

  /** Returns whether plans become graphs. */
  boolean captures() {
    return this == GRAPHS;
  }
}
