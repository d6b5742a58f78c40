package org.retrograde.experiments.check;

import java.util.List;

/**
 * One thing that a check has to say.
 *
 * @param conclusion what it means for hypergradients
 * @param words whole sentences: what was found, and what to do
 */
record Verdict(Conclusion conclusion, String words) {

  /** Returns what all of them come to: what is wrong comes before what is rough. */
  static Conclusion of(List<Verdict> verdicts) {
    return List.of(Conclusion.WRONG, Conclusion.ROUGH, Conclusion.UNCLEAR).stream()
        .filter(worst -> verdicts.stream().anyMatch(verdict -> verdict.conclusion == worst))
        .findFirst()
        .orElse(Conclusion.USABLE);
  }
}
