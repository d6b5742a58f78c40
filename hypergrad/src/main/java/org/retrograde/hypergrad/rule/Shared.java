package org.retrograde.hypergrad.rule;

import java.util.stream.IntStream;
import org.retrograde.reversible.word.Keyword;

/** Which parameters have one rate together. */
public enum Shared implements Keyword {
  /** All of them. */
  ALL("all parameters have one rate"),
  /** Those of a parameter group. */
  GROUP("each parameter group has a rate of its own");

  private final String meaning;

  Shared(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns how many rates there are. */
  int units(int groups) {
    return this == ALL ? 1 : groups;
  }

  /** Returns which rate a group has. */
  int unit(int group) {
    return this == ALL ? 0 : group;
  }

  /** Returns the rates of all groups: those that the settings have times the unit's factor. */
  double[] times(double[] factors, double[] usual) {
    return IntStream.range(0, usual.length).mapToDouble(g -> usual[g] * factors[unit(g)]).toArray();
  }
}
