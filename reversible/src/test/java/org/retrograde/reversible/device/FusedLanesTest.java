package org.retrograde.reversible.device;

import org.junit.jupiter.api.Nested;

final class FusedLanesTest {

  @Nested
  final class HostFloat32 extends FusedLanesContract {
    HostFloat32() {
      super("host", Precision.FLOAT32);
    }
  }

  @Nested
  final class HostFloat64 extends FusedLanesContract {
    HostFloat64() {
      super("host", Precision.FLOAT64);
    }
  }

  @Nested
  final class Nd4jFloat32 extends FusedLanesContract {
    Nd4jFloat32() {
      super("nd4j", Precision.FLOAT32);
    }
  }

  @Nested
  final class Nd4jFloat64 extends FusedLanesContract {
    Nd4jFloat64() {
      super("nd4j", Precision.FLOAT64);
    }
  }
}
