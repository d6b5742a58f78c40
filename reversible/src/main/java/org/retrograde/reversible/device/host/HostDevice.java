package org.retrograde.reversible.device.host;

import java.util.Map;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/** Arrays on the Java heap; see the package for what runs on them. */
final class HostDevice implements Device {

  static final String NAME = "host";

  private final Precision precision;

  HostDevice(Precision precision) {
    this.precision = precision;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Tensor tensor(Precision elementType, int rows, int cols) {
    return switch (elementType) {
      case FLOAT32 -> new Float32Tensor(rows, cols);
      case FLOAT64 -> new Float64Tensor(rows, cols);
    };
  }

  @Override
  public Lanes lanes(int length) {
    return new HostLanes(length);
  }

  @Override
  public Words words(int length) {
    return new HostWords(length);
  }

  @Override
  public void inOnePass(Runnable operations) {
    Spans.together(operations);
  }

  @Override
  public long nativeBytes() {
    return 0; // Everything lives on the heap.
  }

  @Override
  public Map<String, String> describe() {
    return HostBlas.describe();
  }

  @Override
  public void close() {
    // Everything lives on the heap.
  }
}
