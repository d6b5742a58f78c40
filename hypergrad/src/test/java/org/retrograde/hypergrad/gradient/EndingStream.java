package org.retrograde.hypergrad.gradient;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** A stream whose process ends after some bytes, of this and of others that share the count. */
final class EndingStream extends FilterOutputStream {

  private final AtomicLong left;
  private final Runnable end;

  /**
   * Makes a stream.
   *
   * @param left bytes that get through. Modified.
   * @param end does not return
   */
  EndingStream(OutputStream out, AtomicLong left, Runnable end) {
    super(out);
    this.left = left;
    this.end = end;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, (int) Math.min(left.get(), count));
    if (left.addAndGet(-count) <= 0) {
      end.run();
    }
  }
}
