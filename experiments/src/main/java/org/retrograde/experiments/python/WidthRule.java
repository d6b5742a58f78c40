package org.retrograde.experiments.python;

import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.word.Keyword;

/**
 * What rates and starts do as a model grows: the rule tables that leave the forward pass alone,
 * which is the model's own.
 */
enum WidthRule implements Keyword {
  /** Maximal update without multipliers. */
  MUP_T3("maximal update: tuned values hold at every width", Parametrization.MUP_T3),

  /** None. */
  STANDARD("one learning rate for all, and the model's own start", Parametrization.STANDARD);

  private final String meaning;
  private final Parametrization table;

  WidthRule(String meaning, Parametrization table) {
    this.meaning = meaning;
    this.table = table;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns the rule table. */
  Parametrization table() {
    return table;
  }
}
