package org.retrograde.experiments.law;

/** A problem whose expected final loss is known for every schedule of one rate for all groups. */
public interface KnownLoss {

  /** Returns the expectation of the final loss over all samples. */
  RateLoss expectedLoss();

  /** Returns whether training is of the expectation itself, so that no sample decides its loss. */
  boolean trainsExpectation();
}
