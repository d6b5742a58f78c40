package org.retrograde.experiments.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, as bytes, from its start. */
final class LineReader {

  private final FileChannel channel;
  private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16).limit(0);
  private long position;

  LineReader(FileChannel channel) {
    this.channel = channel;
  }

  /** Returns the next line without its break; null where the file ends, be it within a line. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (chunk.hasRemaining() || fill()) {
      byte next = chunk.get();
      if (next == '\n') {
        return line.toByteArray();
      }
      line.write(next);
    }
    return null;
  }

  private boolean fill() throws IOException {
    chunk.clear();
    int read = channel.read(chunk, position);
    chunk.flip();
    position += Math.max(0, read);
    return read > 0;
  }
}
