package org.retrograde.reversible.device.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.WordStack;

/** Spilled words, one vector of unsigned 16-bit integers a push. */
final class Nd4jWordStack implements WordStack {

  private static final int WORD_BITS = 16;

  private final Nd4jDevice device;
  private final int lanes;
  private final Deque<INDArray> pushes = new ArrayDeque<>();

  Nd4jWordStack(Nd4jDevice device, int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes must be at least 1, got " + lanes);
    }
    this.device = device;
    this.lanes = lanes;
  }

  @Override
  public void push(Lanes heads) {
    INDArray head = arrayOf(heads);
    INDArray words = Nd4j.create(DataType.UINT16, lanes);
    words.assign(head); // a conversion to an unsigned integer keeps the low bits
    Nd4jLanes.shiftRight(head, WORD_BITS, head);
    pushes.push(words);
  }

  @Override
  public void pop(Lanes heads) {
    if (pushes.isEmpty()) {
      throw new IllegalStateException("no words left to pop");
    }
    INDArray head = arrayOf(heads);
    INDArray words = device.scratch().vector(DataType.INT64, lanes, 0);
    try (INDArray stored = pushes.pop()) {
      words.assign(stored);
    }
    head.muli(1L << WORD_BITS).addi(words);
  }

  private INDArray arrayOf(Lanes heads) {
    if (heads.length() != lanes) {
      throw new IllegalArgumentException(
          "the stack holds words of %d lanes, got %d".formatted(lanes, heads.length()));
    }
    return ((Nd4jLanes) heads).array();
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
