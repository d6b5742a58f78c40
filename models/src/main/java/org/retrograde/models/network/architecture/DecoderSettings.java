package org.retrograde.models.network.architecture;

import org.retrograde.models.parametrization.DepthScaling;

/** What a {@link Transformer} is made of, whatever its size; its components say what they mean. */
public interface DecoderSettings {

  /**
   * Returns the numbers of a head at a width.
   *
   * @throws IllegalArgumentException if there is no such network
   */
  int headSize(int width);

  /** Returns the hidden units of a perceptron over the width. */
  int ratio();

  /** Returns whether a second matrix gates them. */
  boolean gated();

  /** Returns the norm before each branch and the readout. */
  Norm norm();

  /** Returns the gains after each norm. */
  Gains gains();

  /** Returns how places are told. */
  Positions positions();

  /** Returns what products of queries and keys are divided by. */
  AttentionScale scale();

  /** Returns what they are multiplied by beside that. */
  double attentionMultiplier();

  /** Returns whether queries and keys are normalized, head by head. */
  boolean queryKeyNorm();

  /** Returns whether every matrix but the embedding has biases. */
  boolean biases();

  /** Returns whether the readout is the embedding once more. */
  boolean tied();

  /** Returns whether wider networks have larger heads, and not more of them. */
  boolean headsGrow();

  /** Returns whether queries start at zero. */
  boolean zeroQuery();

  /** Returns the probability with which a number of a branch or an embedding is dropped. */
  double dropout();

  /**
   * Returns the heads of queries at a width.
   *
   * @throws IllegalArgumentException if there is no such network
   */
  int heads(int width);

  /** Returns the heads of keys and values at a width. */
  int sharedHeads(int width);

  /** Returns how branches follow the depth, of which there are two a block. */
  DepthScaling depth(int blocks);
}
