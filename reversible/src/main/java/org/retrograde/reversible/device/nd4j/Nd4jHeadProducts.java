package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.retrograde.reversible.device.Heads;

/**
 * Products of blocks, in batches: one operation for all sequences and for all heads that share
 * nothing, else for every so manieth head, so that what is shared is summed in order.
 *
 * <p>The blocks are views, transposed as in {@link Nd4jTensor}. 64 products of [64, 16] and [16,
 * 64] take 0.4 to 0.5 ms in one batch, on two busy cores, and 5 to 6 ms one by one: most of that
 * goes into making views, and {@code gemm} wants a result that is none.
 *
 * @param heads how the three are divided
 * @param transposeA whether the left factor is transposed
 * @param transposeB whether the right factor is
 */
record Nd4jHeadProducts(Heads heads, boolean transposeA, boolean transposeB) {

  /** c = alpha * op(a) op(b) + beta * c, block by block. */
  void multiply(double alpha, Nd4jMatrix a, Nd4jMatrix b, double beta, Nd4jMatrix c) {
    int shared = heads.count() / heads.result();
    int step = step();
    for (int first = 0; first < step; first++) {
      Nd4jOps.exec(
          DynamicCustomOp.builder("matmul")
              .addInputs(
                  blocks(b, heads.right(), first, step), blocks(a, heads.left(), first, step))
              .addOutputs(blocks(c, heads.result(), first, step))
              .addIntegerArguments(transposeB ? 1 : 0, transposeA ? 1 : 0, 0)
              .addFloatingPointArguments(alpha, first % shared == 0 ? beta : 1)
              .build());
    }
  }

  /** From one product of a batch to the next: a multiple of all that share a head. */
  private int step() {
    int count = heads.count();
    int step = count / heads.result();
    while (step % (count / heads.left()) != 0 || step % (count / heads.right()) != 0) {
      step += count / heads.result();
    }
    return step;
  }

  /** The blocks of every sequence and every so manieth product, transposed. */
  private INDArray blocks(Nd4jMatrix of, int its, int first, int step) {
    int shared = heads.count() / its;
    long rows = of.rows() / heads.sequences();
    long cols = of.cols() / its;
    return Nd4jMemory.view(
        of.flat(),
        first / shared * cols,
        new long[] {heads.sequences(), heads.count() / step, cols, rows},
        new long[] {rows * of.cols(), step / shared * cols, 1, of.cols()});
  }
}
