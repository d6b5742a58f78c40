package org.retrograde.reversible.device;

/** A stack of 16-bit words, pushed and popped one whole vector of lanes at a time. */
public interface WordStack {

  /**
   * Moves the low 16 bits of every lane onto the stack and shifts the lanes right by 16.
   *
   * @param heads non-negative, as many lanes as the stack has. Modified.
   */
  void push(Lanes heads);

  /**
   * Undoes the last {@link #push}: shifts the lanes left by 16 and fills in the words.
   *
   * @param heads in [0, 2^47), as many lanes as the stack has. Modified.
   * @throws IllegalStateException if the stack is empty
   */
  void pop(Lanes heads);

  /** Returns the number of pushes that have not been popped. */
  int depth();

  /** Returns the bytes that the stack keeps allocated, spare capacity included. */
  long allocatedBytes();
}
