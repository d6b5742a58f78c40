package org.retrograde.models.network.architecture;

import org.retrograde.reversible.word.Keyword;

/** How a network knows where in its window a token stands. */
public enum Positions implements Keyword {
  /** It does not, but for what a token may see. */
  NONE("not at all, but for what a token may see"),
  /** A vector for each place, learned, is added to that of the token. */
  LEARNED("by a learned vector for each place, added to the token's"),
  /** Queries and keys are turned by angles of their place. */
  ROTARY("by queries and keys turned by angles of their place");

  private final String meaning;

  Positions(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Refuses heads that it cannot turn.
   *
   * @throws IllegalArgumentException if they are of an odd size, and it turns pairs
   */
  void requireFit(int headSize) {
    if (this == ROTARY && headSize % 2 != 0) {
      throw new IllegalArgumentException(
          "rotary positions turn pairs of numbers: head size must be even, got " + headSize);
    }
  }
}
