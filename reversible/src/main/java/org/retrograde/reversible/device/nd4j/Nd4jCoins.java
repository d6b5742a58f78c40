package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Coins;

/**
 * The bits of {@link Coins} by ND4J's operations on 64-bit integers, so that no mask crosses from
 * the host.
 *
 * @param scratch lends two vectors of integers
 * @param length of what the coins are thrown for
 */
record Nd4jCoins(Nd4jScratch scratch, int length) {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long FIRST = 0xBF58476D1CE4E5B9L;
  private static final long SECOND = 0x94D049BB133111EBL;

  /** Returns 1 for each place whose coin shows heads, else 0. */
  INDArray thrown(long seed, double keep) {
    INDArray z = longs(0);
    Nd4jOps.exec(
        DynamicCustomOp.builder("range")
            .addInputs(Nd4j.scalar(0L), Nd4j.scalar((long) length), Nd4j.scalar(1L))
            .addOutputs(z)
            .build());
    z.muli(GOLDEN).addi(seed + GOLDEN);
    xorShifted(z, 30).muli(FIRST);
    xorShifted(z, 27).muli(SECOND);
    xorShifted(z, 31);
    INDArray upper = shiftRight(z, 11, z);
    return shiftRight(upper.subi(Coins.bound(keep)), Long.SIZE - 1, upper); // the sign
  }

  /** z ^= z &gt;&gt;&gt; bits. */
  private INDArray xorShifted(INDArray z, int bits) {
    return Nd4jOps.binary("bitwise_xor", z, shiftRight(z, bits, longs(1)), z);
  }

  /** Zeros come in from the left: ND4J's own shift brings the sign, which is cut off. */
  private static INDArray shiftRight(INDArray z, int bits, INDArray out) {
    binary("rshift_bits", z, bits, out);
    return binary("bitwise_and", out, -1L >>> bits, out);
  }

  private static INDArray binary(String op, INDArray values, long operand, INDArray out) {
    return Nd4jOps.binary(op, values, Nd4j.scalar(operand), out);
  }

  private INDArray longs(int slot) {
    return scratch.vector(DataType.INT64, length, slot);
  }
}
