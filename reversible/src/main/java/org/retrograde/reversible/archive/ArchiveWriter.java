package org.retrograde.reversible.archive;

import java.io.IOException;
import java.io.OutputStream;

/** Writes what a state is made of. */
final class ArchiveWriter extends Archive {

  private final OutputStream out;

  ArchiveWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public boolean reads() {
    return false;
  }

  @Override
  void transfer(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
  }
}
