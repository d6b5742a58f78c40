package org.retrograde.experiments.config;

/**
 * Where and how exactly the kernels run.
 *
 * @param device where arrays live
 * @param precision floating-point type of the network
 * @param threads threads of one matrix product, at least 1; results depend on it
 * @param jobs independent runs at once; 0 is the number of cores
 * @param hashEvery steps between two hashes of the state, at least 1
 */
public record RunConfig(Device device, Precision precision, int threads, int jobs, int hashEvery) {
  /** Where arrays live. */
  public enum Device implements Keyword {
    /** Java arrays and OpenBLAS. */
    HOST,
    /** The ND4J backend on the class path. */
    ND4J
  }

  /** Floating-point type of the network. */
  public enum Precision implements Keyword {
    /** Single precision. */
    FLOAT32,
    /** Double precision. */
    FLOAT64
  }
}
