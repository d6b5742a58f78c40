package org.retrograde.reversible.exact;

import java.util.Arrays;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.WordStack;

/**
 * Keeps the digits that decays discard, near the entropy limit, and gives them back in reverse
 * order.
 *
 * <p>Each lane has a 64-bit head, an asymmetric numeral system over uniform digits: a decay by n /
 * 2^k pushes the k low bits of the state and pops a digit below n, so a head grows by the factor
 * 2^k / n, log2(2^k / n) bits, which is all that the decay destroys. When heads could outgrow 62
 * bits, every head gives its low 16 bits to a stack.
 *
 * <p>All lanes spill in <em>lockstep</em>, decided by one scalar bound B with every head below B:
 * while B 2^k &gt; 2^62, spill and B becomes ceil(B / 2^16); then the decay makes it ceil(B 2^k /
 * n). B depends on the ratios alone, never on the data, so spilling before the push is safe here (a
 * coder that spills each lane by its own head is not; docs/reversible.md has the counter-example),
 * there is no branch a lane, and one B serves all lanes. B and the number of spills of every decay
 * are recorded, not recomputed on the way back.
 *
 * <p>Cost: 8 bytes a lane for the head, 2 a lane and spill, 9 a decay for the log. Measured at
 * gamma .9: 1.017 times the entropy limit after 1000 steps.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>, section
 *     3.1, whose buffer is one big integer a parameter
 * @see <a href="https://arxiv.org/abs/1311.2540">Duda (2013)</a>, asymmetric numeral systems
 */
public final class InformationBuffer {

  private static final int WORD_BITS = 16;
  private static final int HEAD_BITS = 62;

  private final Device device;
  private final Lanes heads;
  private final WordStack words;
  private long bound = 1;
  private long[] boundBefore = new long[16];
  private byte[] spills = new byte[16];
  private int decays;
  private double entropyBits;

  /**
   * Makes an empty buffer.
   *
   * @param device where it lives
   * @param lanes number of parameters that it serves
   */
  public InformationBuffer(Device device, int lanes) {
    this.device = device;
    this.heads = device.lanes(lanes);
    this.words = device.wordStack(lanes);
  }

  /**
   * Multiplies {@code values} by {@code ratio} and keeps what that discards. A ratio of 1 does
   * nothing.
   *
   * @param values as many lanes as this buffer. Modified.
   */
  void decay(Lanes values, Ratio ratio) {
    if (ratio.isOne()) {
      return;
    }
    log();
    while (bound > 1L << (HEAD_BITS - ratio.bits())) {
      words.push(heads);
      spills[decays - 1]++;
      bound = ceilDiv(bound, 1L << WORD_BITS);
    }
    values.decay(ratio.numerator(), ratio.bits(), heads);
    bound = ceilDiv(bound << ratio.bits(), ratio.numerator());
    entropyBits += ratio.discardedBits();
  }

  /**
   * Undoes the last {@link #decay}.
   *
   * @param values what that decay left. Modified.
   * @param ratio the same one
   * @throws IllegalStateException if no decay is left to undo
   */
  void undecay(Lanes values, Ratio ratio) {
    if (ratio.isOne()) {
      return;
    }
    if (decays == 0) {
      throw new IllegalStateException("the information buffer is empty: no decay to undo");
    }
    values.undecay(ratio.numerator(), ratio.bits(), heads);
    decays--;
    for (int spill = 0; spill < spills[decays]; spill++) {
      words.pop(heads);
    }
    bound = boundBefore[decays];
    entropyBits -= ratio.discardedBits();
  }

  private void log() {
    if (decays == spills.length) {
      boundBefore = Arrays.copyOf(boundBefore, 2 * decays);
      spills = Arrays.copyOf(spills, 2 * decays);
    }
    boundBefore[decays] = bound;
    spills[decays] = 0;
    decays++;
  }

  private static long ceilDiv(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }

  /** Returns the heads, for hashing and comparing. Not to be modified. */
  public Lanes heads() {
    return heads;
  }

  /** Returns whether every decay has been undone and every head is back at zero. */
  public boolean isEmpty() {
    return decays == 0
        && words.depth() == 0
        && bound == 1
        && heads.contentEquals(device.lanes(heads.length()));
  }

  /** Returns the memory in use and the least that could be, in bits. */
  public MemoryBits memory() {
    long lanes = heads.length();
    double spilled = (double) WORD_BITS * words.depth();
    return new MemoryBits(
        lanes * (spilled + Math.log((double) bound) / Math.log(2)),
        8.0 * (8.0 * lanes + words.allocatedBytes() + 9.0 * spills.length),
        lanes * entropyBits);
  }
}
