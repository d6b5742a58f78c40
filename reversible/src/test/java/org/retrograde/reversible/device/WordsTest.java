package org.retrograde.reversible.device;

import org.junit.jupiter.api.Nested;

final class WordsTest {

  @Nested
  final class HostFloat32 extends WordsContract {
    HostFloat32() {
      super("host", Precision.FLOAT32);
    }
  }

  @Nested
  final class HostFloat64 extends WordsContract {
    HostFloat64() {
      super("host", Precision.FLOAT64);
    }
  }

  @Nested
  final class Nd4jFloat32 extends WordsContract {
    Nd4jFloat32() {
      super("nd4j", Precision.FLOAT32);
    }
  }

  @Nested
  final class Nd4jFloat64 extends WordsContract {
    Nd4jFloat64() {
      super("nd4j", Precision.FLOAT64);
    }
  }
}
