package org.retrograde.experiments.config;

/** How the learning rate moves over a run, relative to its peak. */
public enum Schedule implements Keyword {
  /** Constant. */
  FLAT,
  /** From the peak at the first step linearly down. */
  LINEAR,
  /** Up to the peak and down again. */
  ONE_CYCLE
}
