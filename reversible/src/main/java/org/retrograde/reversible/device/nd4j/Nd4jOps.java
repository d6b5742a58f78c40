package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/** Operations of ND4J by name, into arrays that are there already. */
final class Nd4jOps {

  private Nd4jOps() {}

  static void exec(Op op) {
    Nd4j.getExecutioner().exec(op);
  }

  static void exec(CustomOp op) {
    Nd4j.getExecutioner().exec(op);
  }

  /**
   * out = op(a, b), elementwise; dimensions of 1 are repeated as the other's need it, at half the
   * time of the methods of {@code INDArray} for that.
   *
   * @return {@code out}, which may be {@code a}
   */
  static INDArray binary(String op, INDArray a, INDArray b, INDArray out) {
    exec(DynamicCustomOp.builder(op).addInputs(a, b).addOutputs(out).build());
    return out;
  }

  /**
   * out = along where a value is positive, else 0, whatever stands there: unlike a product with 0
   * and 1 it lets no NaN through.
   *
   * @return {@code out}, which may be {@code along}
   */
  static INDArray gate(INDArray value, INDArray along, INDArray out) {
    return binary("relu_bp", value, along, out);
  }
}
