package org.retrograde.experiments.law;

import java.util.Optional;

/** A problem whose expected final loss is known for every schedule of one rate for all groups. */
public interface KnownLoss {

  /** Returns the loss; empty where samples decide. */
  Optional<RateLoss> knownLoss();
}
