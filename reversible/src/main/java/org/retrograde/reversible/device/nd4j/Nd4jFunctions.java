package org.retrograde.reversible.device.nd4j;

import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * Nonlinearities in operations of ND4J, on vectors of one length and element type.
 *
 * @param scratch lends four such vectors, by number; an argument may not be one of them
 */
record Nd4jFunctions(IntFunction<INDArray> scratch) {

  private static final double ROOT = Math.sqrt(2 / Math.PI);
  private static final double CUBE = 0.044715;

  /** out = f(x). */
  void assign(Nonlinearity f, INDArray x, INDArray out) {
    switch (f) {
      case TANH -> Nd4jOps.exec(new Tanh(x, out));
      case RELU -> Nd4jOps.exec(new RectifiedLinear(x, out, 0));
      case LOGISTIC -> Nd4jOps.exec(new Sigmoid(x, out));
      case GELU -> geluTanh(x, 0).addi(1).muli(x).muli(0.5, out);
      case SILU -> logistic(x).muli(x, out);
      case SQUARED_RELU -> {
        INDArray r = rectified(x);
        r.muli(r, out);
      }
    }
  }

  /** out = f'(x) * direction. */
  void assignDerivative(Nonlinearity f, INDArray base, INDArray direction, INDArray out) {
    switch (f) {
      case TANH -> base.muli(base, scratch.apply(0)).rsubi(1).muli(direction, out);
      case RELU -> Nd4jOps.gate(base, direction, out);
      case LOGISTIC -> base.rsubi(1, scratch.apply(0)).muli(base).muli(direction, out);
      case GELU -> geluSlope(base).muli(direction, out);
      case SILU -> {
        INDArray s = logistic(base);
        INDArray slope = s.rsubi(1, scratch.apply(1)).muli(base).addi(1).muli(s);
        slope.muli(direction, out);
      }
      case SQUARED_RELU -> rectified(base).muli(2).muli(direction, out);
    }
  }

  /** out += derivative of f'(x) along the tangent of the base, times direction. */
  void addCurvature(
      Nonlinearity f, INDArray base, INDArray baseTangent, INDArray direction, INDArray out) {
    switch (f) {
      case TANH -> out.addi(base.muli(-2, scratch.apply(0)).muli(baseTangent).muli(direction));
      case RELU -> {
        // f' is constant on both sides of the kink.
      }
      case LOGISTIC ->
          out.addi(base.muli(-2, scratch.apply(0)).addi(1).muli(baseTangent).muli(direction));
      case GELU -> out.addi(geluCurvature(base).muli(baseTangent).muli(direction));
      case SILU -> out.addi(siluCurvature(base).muli(baseTangent).muli(direction));
      case SQUARED_RELU -> {
        INDArray twice = baseTangent.muli(direction, scratch.apply(1)).muli(2);
        out.addi(Nd4jOps.gate(rectified(base), twice, scratch.apply(2)));
      }
    }
  }

  /** tanh(sqrt(2 / pi) (x + 0.044715 x^3)). */
  private INDArray geluTanh(INDArray x, int slot) {
    INDArray u = x.muli(x, scratch.apply(slot)).muli(x).muli(CUBE).addi(x).muli(ROOT);
    Nd4jOps.exec(new Tanh(u, u));
    return u;
  }

  /** The derivative of that tanh's argument. */
  private INDArray geluArgumentSlope(INDArray x, int slot) {
    return x.muli(x, scratch.apply(slot)).muli(3 * CUBE).addi(1).muli(ROOT);
  }

  private INDArray geluSlope(INDArray x) {
    INDArray t = geluTanh(x, 0);
    INDArray slope = geluArgumentSlope(x, 1);
    INDArray bent = t.muli(t, scratch.apply(2)).rsubi(1).muli(slope).muli(x);
    return bent.addi(t.addi(1)).muli(0.5);
  }

  private INDArray geluCurvature(INDArray x) {
    INDArray t = geluTanh(x, 0);
    INDArray slope = geluArgumentSlope(x, 1);
    INDArray square = slope.muli(slope, scratch.apply(2)).muli(t);
    INDArray bent = x.muli(3 * CUBE * ROOT, scratch.apply(3)).subi(square).muli(x).addi(slope);
    return bent.muli(t.muli(t).rsubi(1));
  }

  private INDArray siluCurvature(INDArray x) {
    INDArray s = logistic(x);
    INDArray bent = s.muli(-2, scratch.apply(1)).addi(1).muli(x).addi(2);
    return bent.muli(s.rsubi(1, scratch.apply(2))).muli(s);
  }

  private INDArray logistic(INDArray x) {
    INDArray s = scratch.apply(0);
    Nd4jOps.exec(new Sigmoid(x, s));
    return s;
  }

  private INDArray rectified(INDArray x) {
    INDArray r = scratch.apply(0);
    Nd4jOps.exec(new RectifiedLinear(x, r, 0));
    return r;
  }
}
