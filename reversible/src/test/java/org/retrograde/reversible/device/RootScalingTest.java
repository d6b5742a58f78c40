package org.retrograde.reversible.device;

import org.junit.jupiter.api.Nested;

final class RootScalingTest {

  @Nested
  final class HostFloat32 extends RootScalingContract {
    HostFloat32() {
      super("host", Precision.FLOAT32);
    }
  }

  @Nested
  final class HostFloat64 extends RootScalingContract {
    HostFloat64() {
      super("host", Precision.FLOAT64);
    }
  }

  @Nested
  final class Nd4jFloat32 extends RootScalingContract {
    Nd4jFloat32() {
      super("nd4j", Precision.FLOAT32);
    }
  }

  @Nested
  final class Nd4jFloat64 extends RootScalingContract {
    Nd4jFloat64() {
      super("nd4j", Precision.FLOAT64);
    }
  }
}
