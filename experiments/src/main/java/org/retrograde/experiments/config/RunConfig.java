package org.retrograde.experiments.config;

/**
 * Where and how exactly the kernels run.
 *
 * @param device where arrays live
 * @param precision floating-point type of the network
 * @param threads threads of one matrix product, at least 1; results depend on it
 * @param jobs independent runs at once; 0 is the number of cores
 * @param hashEvery steps between two hashes of the state, at least 1
 * @param strategy how a hypergradient finds the states of the way back
 * @param memoryBudget megabytes that one hypergradient may take, beside the data; 0 is half of the
 *     Java heap, shared by the runs at once
 * @param spillMemory megabytes of spilled words kept in memory for one run; more goes to a file
 */
public record RunConfig(
    Device device,
    Precision precision,
    int threads,
    int jobs,
    int hashEvery,
    Strategy strategy,
    int memoryBudget,
    int spillMemory) {

  /** Returns the number of runs at once. */
  public int jobsAtOnce() {
    return jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
  }

  /** How a hypergradient finds the states of the way back. */
  public enum Strategy implements Keyword {
    /** Of those that fit the budget and take nearly the fewest gradients, the smallest. */
    AUTO,
    /** Undoes every step. */
    REPLAY,
    /** Keeps every state. */
    STORED,
    /** Keeps every sqrt(T)-th state. */
    CHECKPOINTS,
    /** Keeps a tree of states. */
    RECURSIVE
  }

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
