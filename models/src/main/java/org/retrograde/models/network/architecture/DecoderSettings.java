package org.retrograde.models.network.architecture;

import java.util.List;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.reversible.device.Nonlinearity;

/** What a decoder of tokens is made of, whatever its size; see {@link Transformer}. */
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

  /** Returns the tensors and probes of a network, see {@link Architecture#layout}. */
  Layout layout(NetworkSizes sizes);

  /** Returns what the numbers of each block are multiplied by, in order. */
  List<BlockScales> scales(NetworkSizes sizes);

  /** Returns the variance, times the fan-in, of weights before a nonlinearity. */
  double variance(Nonlinearity f);

  /** Returns whether queries and keys are normalized, head by head. */
  boolean queryKeyNorm();

  /** Returns whether every matrix but the embedding has biases. */
  boolean biases();

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
