package org.retrograde.experiments.bench;

import org.jspecify.annotations.Nullable;

/** Starts PyTorch with a number of threads. */
@FunctionalInterface
public interface Peers {

  /** Returns a process of its own, or null if there is nothing to compare with. */
  @Nullable TorchPeer start(int threads);
}
