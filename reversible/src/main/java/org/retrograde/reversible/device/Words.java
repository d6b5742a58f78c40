package org.retrograde.reversible.device;

/** A vector of 16-bit words on a device: what the heads of an information buffer spill. */
public interface Words extends AutoCloseable {

  /** Returns the number of words. */
  int length();

  /** Returns a copy on the host. */
  short[] toArray();

  /** Copies from the host; {@code words.length} must equal {@link #length()}. */
  void assign(short[] words);

  /** Gives the memory back at once; the words must not be used any more. */
  @Override
  void close();
}
