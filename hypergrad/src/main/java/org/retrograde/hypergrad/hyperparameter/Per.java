package org.retrograde.hypergrad.hyperparameter;

import org.retrograde.reversible.word.Keyword;

/** What has a value of its own. */
public enum Per implements Keyword {
  /** Each weight matrix and each bias. */
  GROUP("each weight matrix and each bias"),
  /** Each weight matrix. */
  WEIGHT_GROUP("each weight matrix"),
  /** Each layer: a weight matrix and its bias share one. */
  LAYER("each layer: a weight matrix and its bias share one"),
  /** Each type of module: the queries of all blocks share one. */
  TYPE("each type of module: the queries of all blocks share one"),
  /** Each block; what is in none stays. */
  DEPTH("each block, by its depth, while what is in none stays"),
  /** Each type of module and each block, whose raw numbers add up. */
  TYPE_DEPTH("each type of module, times a factor of each block but the first"),
  /** One for the whole network. */
  ALL("one for the whole network"),
  /** Each single parameter. */
  PARAMETER("each single parameter"),
  /** Each training row. */
  EXAMPLE("each training row"),
  /** Each class: its training rows share one. */
  CLASS("each class: its training rows share one");

  private final String meaning;

  Per(String meaning) {
    this.meaning = meaning;
  }

  /** Returns whether this is about what groups are in their network: types, blocks or both. */
  public boolean isOfModules() {
    return this == TYPE || this == DEPTH || this == TYPE_DEPTH;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
