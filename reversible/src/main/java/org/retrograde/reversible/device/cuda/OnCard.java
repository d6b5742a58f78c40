package org.retrograde.reversible.device.cuda;

/** What lies in one array on the card. */
interface OnCard {

  /** Returns where it is. */
  CudaArray array();
}
