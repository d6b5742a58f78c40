package org.retrograde.reversible.device;

import java.util.Map;
import java.util.OptionalLong;

/** A device that hands everything to another one, for tests to override a part of. */
public abstract class ForwardingDevice implements Device {

  private final Device inner;

  /** Forwards to {@code inner}. */
  protected ForwardingDevice(Device inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Precision precision() {
    return inner.precision();
  }

  @Override
  public Tensor tensor(Precision precision, int rows, int cols) {
    return inner.tensor(precision, rows, cols);
  }

  @Override
  public Lanes lanes(int length) {
    return inner.lanes(length);
  }

  @Override
  public Words words(int length) {
    return inner.words(length);
  }

  @Override
  public void settle() {
    inner.settle();
  }

  @Override
  public long nativeBytes() {
    return inner.nativeBytes();
  }

  @Override
  public long memoryBytes() {
    return inner.memoryBytes();
  }

  @Override
  public OptionalLong freeBytes() {
    return inner.freeBytes();
  }

  @Override
  public Map<String, String> describe() {
    return inner.describe();
  }

  @Override
  public void close() {
    inner.close();
  }
}
