package org.retrograde.experiments.check;

/** What a check comes to. */
public enum Conclusion {
  /** Hypergradients are right, and following them lowers the loss. */
  USABLE,
  /** A derivative is wrong: a fault of the objective, or of this program. */
  WRONG,
  /** Derivatives are right, but training reacts too roughly for them to say where to go. */
  ROUGH,
  /** Nothing was found that speaks against hypergradients, and nothing that speaks for them. */
  UNCLEAR
}
