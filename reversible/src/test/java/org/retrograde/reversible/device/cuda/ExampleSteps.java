package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Precision;

/** Calls as a training step makes them, on arrays that are nowhere. */
final class ExampleSteps {

  private static final int LENGTH = 1000;

  private ExampleSteps() {}

  private static Call call(Operation operation) {
    return new Call(operation, LENGTH, 0);
  }

  private static Operation single(Operation[] forms) {
    return Operations.of(forms, Precision.FLOAT32);
  }

  /** A step with momentum: the velocity decays and grows, the position moves and is rounded. */
  static List<Call> momentum(int groups) {
    List<Call> calls = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      CudaArray velocity = CudaArray.nowhere();
      CudaArray heads = CudaArray.nowhere();
      CudaArray position = CudaArray.nowhere();
      calls.add(decay(velocity, heads));
      calls.add(
          call(single(Operations.ADD))
              .with(velocity)
              .with(0.5)
              .with(CudaArray.nowhere())
              .with(0L)
              .with(0L));
      calls.add(add(position, velocity));
      calls.add(round(position));
    }
    return calls;
  }

  /** A step of AdamW whose second decay spills. */
  static List<Call> adamW(int groups) {
    List<Call> calls = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      CudaArray mean = CudaArray.nowhere();
      CudaArray square = CudaArray.nowhere();
      CudaArray position = CudaArray.nowhere();
      CudaArray heads = CudaArray.nowhere();
      CudaArray gradient = CudaArray.nowhere();
      CudaArray direction = CudaArray.nowhere();
      calls.add(decay(mean, heads));
      calls.add(call(single(Operations.ADD)).with(mean).with(0.1).with(gradient).with(0L).with(0L));
      calls.add(call(Operations.SPILL).with(heads).with(CudaArray.nowhere()));
      calls.add(decay(square, heads));
      calls.add(
          call(single(Operations.ADD_SQUARE))
              .with(square)
              .with(0.01)
              .with(gradient)
              .with(0L)
              .with(0L));
      calls.add(decay(position, heads));
      calls.add(
          call(Operations.of(Operations.ROOT_SCALING, Precision.FLOAT64))
              .with(direction)
              .with(1d, 1d, 1e-8)
              .with(mean)
              .with(square));
      calls.add(
          call(Operations.of(Operations.ADD, Precision.FLOAT64))
              .with(position)
              .with(-0.1)
              .with(direction)
              .with(0L)
              .with(0L));
      calls.add(call(Operations.of(Operations.DISCARD, Precision.FLOAT64)).with(direction));
      calls.add(round(position));
    }
    return calls;
  }

  private static Call decay(CudaArray lanes, CudaArray heads) {
    return call(Operations.DECAY).with(lanes).with(heads).with(9L, Long.divideUnsigned(-1, 9), 4L);
  }

  private static Call add(CudaArray lanes, CudaArray other) {
    return call(Operations.ADD_LANES).with(lanes).with(0.5).with(other).with(0L).with(0L);
  }

  private static Call round(CudaArray position) {
    return call(single(Operations.ROUND)).with(CudaArray.nowhere()).with(0x1p-52).with(position);
  }
}
