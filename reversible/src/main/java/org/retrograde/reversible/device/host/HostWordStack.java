package org.retrograde.reversible.device.host;

import java.util.ArrayDeque;
import java.util.Deque;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.WordStack;

/** Spilled words, one {@code short[]} a push. */
final class HostWordStack implements WordStack {

  private final int lanes;
  private final Deque<short[]> pushes = new ArrayDeque<>();

  HostWordStack(int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes must be at least 1, got " + lanes);
    }
    this.lanes = lanes;
  }

  @Override
  public void push(Lanes heads) {
    long[] head = dataOf(heads);
    short[] words = new short[lanes];
    for (int i = 0; i < lanes; i++) {
      words[i] = (short) head[i];
      head[i] >>= 16;
    }
    pushes.push(words);
  }

  @Override
  public void pop(Lanes heads) {
    if (pushes.isEmpty()) {
      throw new IllegalStateException("no words left to pop");
    }
    long[] head = dataOf(heads);
    short[] words = pushes.pop();
    for (int i = 0; i < lanes; i++) {
      head[i] = (head[i] << 16) | (words[i] & 0xFFFFL);
    }
  }

  private long[] dataOf(Lanes heads) {
    if (heads.length() != lanes) {
      throw new IllegalArgumentException(
          "the stack holds words of %d lanes, got %d".formatted(lanes, heads.length()));
    }
    return ((HostLanes) heads).data;
  }

  @Override
  public int depth() {
    return pushes.size();
  }

  @Override
  public long allocatedBytes() {
    return 2L * lanes * pushes.size();
  }
}
