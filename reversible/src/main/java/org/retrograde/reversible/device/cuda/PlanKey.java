package org.retrograde.reversible.device.cuda;

import java.util.Arrays;

/**
 * What a list of calls has in common with others that one plan serves: operations, lengths, arrays,
 * and the shapes and factors of matrix products, in their order. Other numbers may differ, and
 * arrays that move are known by the order in which they come.
 */
final class PlanKey {

  private long[] words = new long[256];
  private int length;
  private long[] moving = new long[16];
  private int moved;

  /** Adds a call. */
  void add(Call call) {
    add(call.operation().number());
    add(call.length());
    add(call.blocks());
    for (int i = 0; i < call.arrays(); i++) {
      CudaArray array = call.array(i);
      add(array.moves() ? -1 - orderOf(array.address()) : array.address());
    }
    if (Operations.isProduct(call.operation())) {
      for (int w = 0; w < call.operation().words(); w++) {
        add(call.word(w));
      }
    }
  }

  private int orderOf(long address) {
    for (int i = 0; i < moved; i++) {
      if (moving[i] == address) {
        return i;
      }
    }
    if (moved == moving.length) {
      moving = Arrays.copyOf(moving, 2 * moved);
    }
    moving[moved] = address;
    moved++;
    return moved - 1;
  }

  private void add(long word) {
    if (length == words.length) {
      words = Arrays.copyOf(words, 2 * length);
    }
    words[length] = word;
    length++;
  }

  /** Forgets all calls. */
  void clear() {
    length = 0;
    moved = 0;
  }

  /** Returns a key that does not change. */
  PlanKey copy() {
    PlanKey copy = new PlanKey();
    copy.words = Arrays.copyOf(words, length);
    copy.length = length;
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanKey key
        && Arrays.equals(words, 0, length, key.words, 0, key.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + Long.hashCode(words[i]);
    }
    return hash;
  }
}
