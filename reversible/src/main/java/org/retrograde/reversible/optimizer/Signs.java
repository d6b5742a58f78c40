package org.retrograde.reversible.optimizer;

import java.util.HashMap;
import java.util.Map;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/** Evaluates signs into scratch in double precision, a few tensors for each shape in use. */
final class Signs {

  private final Device device;
  private final Map<Shape, Scratch> scratch = new HashMap<>();

  private record Shape(int rows, int cols) {}

  /** Values, the signs above and below 0 that are made of them, and ones. */
  private record Scratch(Tensor values, Tensor above, Tensor below, Tensor ones) {}

  Signs(Device device) {
    this.device = device;
  }

  /**
   * Returns the signs of a vector, -1, 0 or 1, until the next call.
   *
   * @param least magnitudes up to it count as 0
   * @param like of the shape that is wanted, as many elements
   */
  Tensor of(FixedVector vector, double least, Tensor like) {
    Scratch room = room(like);
    vector.copyTo(room.values);
    return signs(room, least);
  }

  /** The same of {@code part * vector + (1 - part) * other}. */
  Tensor ofMix(double part, FixedVector vector, Tensor other, double least) {
    Scratch room = room(other);
    vector.copyTo(room.values);
    room.values.scale(part);
    room.values.addScaled(1 - part, other);
    return signs(room, least);
  }

  private Scratch room(Tensor like) {
    return scratch.computeIfAbsent(
        new Shape(like.rows(), like.cols()),
        shape -> {
          Tensor ones = tensor(shape);
          ones.fill(1);
          return new Scratch(tensor(shape), tensor(shape), tensor(shape), ones);
        });
  }

  private Tensor tensor(Shape shape) {
    return device.tensor(Precision.FLOAT64, shape.rows, shape.cols);
  }

  /** The derivative of max(x, 0) is 1 above 0 and 0 elsewhere, on every device. */
  private static Tensor signs(Scratch room, double least) {
    exceeds(room, room.above, 1, least);
    exceeds(room, room.below, -1, least);
    room.above.addScaled(-1, room.below);
    room.values.discard();
    room.below.discard();
    return room.above;
  }

  private static void exceeds(Scratch room, Tensor out, double sign, double least) {
    out.assignScaled(sign, room.values);
    out.addScaled(-least, room.ones);
    out.assignFunction(Nonlinearity.RELU, out);
    out.assignFunctionDerivative(Nonlinearity.RELU, out, room.ones);
  }
}
