package org.retrograde.models.network.architecture;

/** What a unit-scaled transformer is made of beside what every decoder is. */
public interface UnitSettings extends DecoderSettings {

  /** Returns the numbers of a head at every width. */
  int headSize();

  /** Returns how far activations are from a line. */
  double activationMultiplier();

  /** Returns how far from even attention starts. */
  double attentionMultiplier();

  /** Returns what all branches add to the stream. */
  double residualMultiplier();

  /** Returns what attention adds to the stream over what perceptrons add. */
  double residualAttentionRatio();

  /** Returns what the softmax of the loss is multiplied by. */
  double lossMultiplier();

  /** Returns whether values of one window count as independent. */
  boolean independentValues();
}
