package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.Samples;

/** ND4J's operations on doubles that adaptive updates rely on, element by element. */
final class Nd4jRealOpsTest {

  private static final int LENGTH = 200_000;
  private static final double[] A = new Samples(1).gaussians(LENGTH);
  private static final double[] B =
      Arrays.stream(new Samples(2).gaussians(LENGTH)).map(Math::abs).toArray();

  @Test
  void divideNoNanInPlaceIsTheQuotientAndZeroWhereTheDivisorIs() {
    double[] divisor = B.clone();
    double[] dividend = A.clone();
    for (int i = 0; i < LENGTH; i += 7) {
      divisor[i] = i % 2 == 0 ? 0 : -0.0;
      dividend[i] = i % 3 == 0 ? 0 : dividend[i];
    }
    divisor[1] = Double.MIN_VALUE;
    dividend[1] = Double.MIN_VALUE;
    divisor[2] = 1e-300;
    dividend[2] = 1e300;

    INDArray values = Nd4j.createFromArray(dividend);
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("divide_no_nan")
                .addInputs(values, Nd4j.createFromArray(divisor))
                .addOutputs(values)
                .build());

    assertThat(values.toDoubleVector())
        .usingComparatorWithPrecision(0.0)
        .isEqualTo(
            IntStream.range(0, LENGTH)
                .mapToDouble(i -> divisor[i] == 0 ? 0 : dividend[i] / divisor[i])
                .toArray());
  }

  @Test
  void sqrtInPlaceIsCorrectlyRounded() {
    INDArray values = Nd4j.createFromArray(B);
    Nd4j.getExecutioner().exec(new Sqrt(values, values));
    assertThat(values.toDoubleVector()).isEqualTo(Arrays.stream(B).map(Math::sqrt).toArray());
  }
}
