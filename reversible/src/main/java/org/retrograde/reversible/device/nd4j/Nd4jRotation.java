package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns pairs of columns by angles of their place in a sequence.
 *
 * @param like a matrix of the shape and type of the result
 * @param length of a sequence
 * @param half columns of half a block
 */
record Nd4jRotation(Nd4jMatrix like, int length, int half) {

  /** out = x turned by the angles, or back where the sign is -1. */
  void turn(INDArray x, INDArray cosines, INDArray sines, int sign, INDArray out) {
    INDArray c = angles(cosines);
    INDArray s = angles(sines);
    INDArray first = packed(0).assign(halves(x, 0));
    INDArray second = packed(1).assign(halves(x, half));
    INDArray sum = packed(2);
    INDArray turned = packed(3);
    Nd4jOps.binary("multiply", first, c, sum);
    sum.subi(Nd4jOps.binary("multiply", second, s, turned).muli(sign));
    halves(out, 0).assign(sum);
    Nd4jOps.binary("multiply", first, s, sum).muli(sign);
    halves(out, half).assign(sum.addi(Nd4jOps.binary("multiply", second, c, turned)));
  }

  private long[] shape() {
    int blocks = like.cols() / (2 * half);
    return new long[] {like.rows() / length, length, blocks, half};
  }

  private INDArray packed(int slot) {
    return like.scratch(like.size() / 2, slot).reshape('c', shape());
  }

  private INDArray halves(INDArray flat, int start) {
    long cols = like.cols();
    return Nd4jMemory.view(flat, start, shape(), new long[] {length * cols, cols, 2L * half, 1});
  }

  private INDArray angles(INDArray flat) {
    return Nd4jMemory.view(
        flat, 0, new long[] {1, length, 1, half}, new long[] {(long) length * half, half, half, 1});
  }
}
