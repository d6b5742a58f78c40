package org.retrograde.reversible.device.cuda;

import org.retrograde.reversible.device.Products;

/**
 * What the queues of one device stand on.
 *
 * @param card its context
 * @param kernels compiled for the card
 * @param memory of this device
 * @param staging between Java's arrays and the card's
 * @param cublas for matrix products
 * @param products how matrices are multiplied
 * @param launching how batches that come again are launched
 */
record CudaBase(
    CudaCard card,
    KernelLibrary kernels,
    CudaMemory memory,
    Staging staging,
    Cublas cublas,
    Products products,
    Launching launching) {

  /** Gives back what one device has taken; the queues are closed before. */
  void close() {
    staging.close();
    memory.close();
  }
}
