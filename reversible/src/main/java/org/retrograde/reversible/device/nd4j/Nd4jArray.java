package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What lies in one array of ND4J. */
interface Nd4jArray {

  /** Returns the array itself, not a copy. */
  INDArray array();
}
