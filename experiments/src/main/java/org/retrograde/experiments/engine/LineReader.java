package org.retrograde.experiments.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, as bytes, from its start. */
final class LineReader {

  private final RandomAccessFile file;
  private final byte[] chunk = new byte[1 << 16];
  private int at;
  private int size;

  LineReader(RandomAccessFile file) {
    this.file = file;
  }

  /** Returns the next line without its break; null where the file ends, be it within a line. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (at < size || fill()) {
      byte next = chunk[at++];
      if (next == '\n') {
        return line.toByteArray();
      }
      line.write(next);
    }
    return null;
  }

  private boolean fill() throws IOException {
    at = 0;
    size = Math.max(0, file.read(chunk));
    return size > 0;
  }
}
