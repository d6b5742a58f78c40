package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.Samples;

/** ND4J's operations on 64-bit integers that the device relies on, element by element. */
final class Nd4jIntegerOpsTest {

  private static final int LENGTH = 200_000;
  private static final long[] A = new Samples(1).longs(LENGTH, 62);
  private static final long[] B = new Samples(2).longs(LENGTH, 62);

  private final INDArray a = Nd4j.createFromArray(A);
  private final INDArray b = Nd4j.createFromArray(B);
  private final INDArray out = Nd4j.create(DataType.INT64, LENGTH);

  @Test
  void sumDifferenceAndProductWrapAsInJava() {
    assertEach(a.add(b), i -> A[i] + B[i]);
    assertEach(a.sub(b), i -> A[i] - B[i]);
    assertEach(a.mul(b), i -> A[i] * B[i]);
  }

  @Test
  void productsWithAScalarWrapAsInJava() {
    for (long factor : new long[] {1, 58982, 1L << 24, 0x9E3779B97F4A7C15L}) {
      assertEach(a.mul(factor), i -> A[i] * factor);
    }
  }

  @Test
  void divideTruncates() {
    for (long divisor : new long[] {1, 2, 3, 58982, 65535, 65536, (1L << 24) - 1}) {
      assertEach(exec("divide", divisor), i -> A[i] / divisor);
    }
  }

  @Test
  void shiftRightIsArithmetic() {
    for (long bits : new long[] {1, 16, 24, 32, 63}) {
      assertEach(exec("rshift_bits", bits), i -> A[i] >> bits);
    }
  }

  @Test
  void conversionToDoubleRoundsAndBackTruncates() {
    INDArray real = Nd4j.create(DataType.DOUBLE, LENGTH).assign(a);
    assertThat(real.toDoubleVector()).isEqualTo(Arrays.stream(A).asDoubleStream().toArray());

    real.muli(1e-3);
    out.assign(real);
    assertEach(out, i -> (long) (A[i] * 1e-3));
  }

  @Test
  void conversionToAnUnsignedWordKeepsTheLowBits() {
    INDArray words = Nd4j.create(DataType.UINT16, LENGTH).assign(a);
    out.assign(words);
    assertEach(out, i -> A[i] & 0xFFFF);
  }

  @Test
  void theSumWrapsAsInJava() {
    assertThat(a.mul(b).sum().getLong(0))
        .isEqualTo(IntStream.range(0, LENGTH).mapToLong(i -> A[i] * B[i]).sum());
  }

  private INDArray exec(String op, long operand) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder(op).addInputs(a, Nd4j.scalar(operand)).addOutputs(out).build());
    return out;
  }

  private static void assertEach(INDArray actual, IntToLongFunction expected) {
    assertThat(actual.toLongVector())
        .isEqualTo(IntStream.range(0, LENGTH).mapToLong(expected).toArray());
  }
}
