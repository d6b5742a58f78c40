package org.retrograde.reversible.device;

import org.junit.jupiter.api.Nested;

final class TensorTest {

  @Nested
  final class HostFloat32 extends TensorContract {
    HostFloat32() {
      super("host", Precision.FLOAT32);
    }
  }

  @Nested
  final class HostFloat64 extends TensorContract {
    HostFloat64() {
      super("host", Precision.FLOAT64);
    }
  }

  @Nested
  final class Nd4jFloat32 extends TensorContract {
    Nd4jFloat32() {
      super("nd4j", Precision.FLOAT32);
    }
  }

  @Nested
  final class Nd4jFloat64 extends TensorContract {
    Nd4jFloat64() {
      super("nd4j", Precision.FLOAT64);
    }
  }
}
