package org.retrograde.reversible.device.cuda;

import jnr.ffi.Pointer;

/**
 * The arguments of one launch in native memory, as a driver wants them: one struct, Many of
 * kernels.cu, with the words of each piece and the first block of each.
 */
final class LaunchBlock {

  /** Threads of a block. */
  static final int THREADS = 256;

  /** The most bytes of a kernel's arguments that every driver takes. */
  private static final int MOST_BYTES = 4096;

  // A CUlaunchConfig, a CUDA_KERNEL_NODE_PARAMS_v2, the list of pointers to arguments (one), and
  // the arguments.
  private static final int CONFIGURATION = 0;
  private static final int NODE = 64;
  private static final int POINTERS = 144;
  private static final int ARGUMENTS = 160;

  private final CudaCard card;
  private final Pointer block;
  private final long[] kept;
  private final int[] firsts;
  private final int pieces;
  private final int wordsOfPieces;

  /**
   * Makes a block for a launch into a stream.
   *
   * @param wordsOfPieces of all pieces together
   */
  LaunchBlock(CudaCard card, long stream, int pieces, int wordsOfPieces) {
    this.card = card;
    this.pieces = pieces;
    this.wordsOfPieces = wordsOfPieces;
    this.kept = new long[wordsOfPieces];
    this.firsts = new int[pieces + 1];
    this.block = NativeBlock.of(ARGUMENTS + (int) bytes(pieces, wordsOfPieces));
    int[] shape = {1, 1, 1, THREADS, 1, 1, 0}; // grid, block, bytes of dynamic shared memory
    block.put(CONFIGURATION, shape, 0, shape.length);
    block.putLong(CONFIGURATION + 32, stream);
    block.put(NODE + 8, shape, 0, shape.length);
    block.putLong(NODE + 40, block.address() + POINTERS);
    block.putLong(POINTERS, block.address() + ARGUMENTS);
  }

  /** Returns whether so many arguments fit one launch. */
  static boolean fit(int pieces, int words) {
    return bytes(pieces, words) <= MOST_BYTES;
  }

  private static long bytes(int pieces, int words) {
    return (long) Long.BYTES * words + Integer.BYTES * (pieces + 2L);
  }

  /** Says how many blocks each piece has. */
  void setBlocks(long[] blocks) {
    long total = 0;
    for (int p = 0; p < pieces; p++) {
      firsts[p] = Math.toIntExact(total);
      total += blocks[p];
    }
    firsts[pieces] = Math.toIntExact(total);
    block.put(ARGUMENTS + (long) Long.BYTES * wordsOfPieces, firsts, 0, firsts.length);
    block.putInt(CONFIGURATION, firsts[pieces]);
    block.putInt(NODE + 8, firsts[pieces]);
  }

  /** Puts words in; returns whether they differ from those before. */
  boolean setWords(long[] words) {
    boolean changed = false;
    for (int w = 0; w < wordsOfPieces; w++) {
      if (words[w] != kept[w]) {
        kept[w] = words[w];
        changed = true;
      }
    }
    if (changed) {
      block.put(ARGUMENTS, kept, 0, wordsOfPieces);
    }
    return changed;
  }

  /** Puts the launch into its stream. */
  void launch(long function, String what) {
    int result =
        card.driver()
            .cuLaunchKernelEx(
                block.address() + CONFIGURATION, function, block.address() + POINTERS, 0);
    if (result != 0) {
      card.check("launch of " + what, result);
    }
  }

  /** Gives a node of a graph the arguments that stand here. */
  void update(long executable, long node, long function) {
    block.putLong(NODE, function);
    card.check(
        "cuGraphExecKernelNodeSetParams",
        card.driver().cuGraphExecKernelNodeSetParams_v2(executable, node, block.address() + NODE));
  }
}
