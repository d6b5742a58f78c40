package org.retrograde.reversible.device;

import org.junit.jupiter.api.Nested;
import org.retrograde.reversible.device.cuda.CudaDevices;

/** The contracts of a device, by {@code cuda} where the property says so, else by its emulation. */
final class CudaContractsTest {

  static final String NAME = CudaDevices.NAME;

  @Nested
  final class Lanes32 extends LanesContract {
    Lanes32() {
      super(NAME, Precision.FLOAT32);
    }
  }

  @Nested
  final class Lanes64 extends LanesContract {
    Lanes64() {
      super(NAME, Precision.FLOAT64);
    }
  }

  @Nested
  final class FusedLanes32 extends FusedLanesContract {
    FusedLanes32() {
      super(NAME, Precision.FLOAT32);
    }
  }

  @Nested
  final class FusedLanes64 extends FusedLanesContract {
    FusedLanes64() {
      super(NAME, Precision.FLOAT64);
    }
  }

  @Nested
  final class Words32 extends WordsContract {
    Words32() {
      super(NAME, Precision.FLOAT32);
    }
  }

  @Nested
  final class RootScaling32 extends RootScalingContract {
    RootScaling32() {
      super(NAME, Precision.FLOAT32);
    }
  }

  @Nested
  final class RootScaling64 extends RootScalingContract {
    RootScaling64() {
      super(NAME, Precision.FLOAT64);
    }
  }

  @Nested
  final class Tensor32 extends TensorContract {
    Tensor32() {
      super(NAME, Precision.FLOAT32);
    }
  }

  @Nested
  final class Tensor64 extends TensorContract {
    Tensor64() {
      super(NAME, Precision.FLOAT64);
    }
  }
}
