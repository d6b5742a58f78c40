package org.retrograde.reversible.device.cuda;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Memory that native code reads by its address. */
final class NativeBlock {

  private NativeBlock() {}

  /** Makes a block of zeros, which lives as long as what is returned. */
  static Pointer of(int bytes) {
    return Memory.allocateDirect(Runtime.getSystemRuntime(), bytes, true);
  }

  /** Returns memory that native code owns. */
  static Pointer at(long address, long bytes) {
    return Pointer.wrap(Runtime.getSystemRuntime(), address, bytes);
  }
}
