package org.retrograde.reversible.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads what a state is made of. */
final class ArchiveReader extends Archive {

  private final InputStream in;

  ArchiveReader(InputStream in) {
    this.in = in;
  }

  @Override
  public boolean reads() {
    return true;
  }

  @Override
  void transfer(byte[] bytes, int count) throws IOException {
    if (in.readNBytes(bytes, 0, count) < count) {
      throw new EOFException("the archive ends before the state does");
    }
  }
}
