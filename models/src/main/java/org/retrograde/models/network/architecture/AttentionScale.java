package org.retrograde.models.network.architecture;

import org.retrograde.reversible.word.Keyword;

/** What products of queries and keys are divided by. */
public enum AttentionScale implements Keyword {
  /** The numbers of a head, as under muP, where queries and keys become alike. */
  SIZE("the numbers of a head") {
    @Override
    double factor(int headSize) {
      return 1d / headSize;
    }
  },
  /** Their root, as is usual. */
  ROOT("the root of the numbers of a head") {
    @Override
    double factor(int headSize) {
      return 1 / Math.sqrt(headSize);
    }
  };

  private final String meaning;

  AttentionScale(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  abstract double factor(int headSize);
}
