package org.retrograde.reversible.exact;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

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
 * see {@link HeadBound}. B depends on the ratios alone, never on the data, so spilling before the
 * push is safe here (a coder that spills each lane by its own head is not; docs/reversible.md has
 * the counter-example), there is no branch a lane, and one B serves all lanes. B and the number of
 * spills of every decay are recorded, not recomputed on the way back.
 *
 * <p>The map itself, decay by decay, does not depend on whether anything is kept: a new buffer
 * forgets what it spills and cannot go back; from {@link #keep} on it keeps everything.
 *
 * <p>Cost: 8 bytes a lane for the head, 2 a lane and spill, 8 a decay for the log. Above the
 * entropy limit come only the first log2(1 / (1 - gamma)) bits, while B is small and its rounding
 * up counts: at gamma .9, 1.017 times the limit after 1000 steps, 1.0017 after 10^4.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>, section
 *     3.1, whose buffer is one big integer a parameter
 * @see <a href="https://arxiv.org/abs/1311.2540">Duda (2013)</a>, asymmetric numeral systems
 */
public final class InformationBuffer {

  /** What is left of an entry of the log for B - 1; the number of spills stands above. */
  private static final int BOUND_BITS = 62;

  private static final long BOUND_MASK = (1L << BOUND_BITS) - 1;

  private final Device device;
  private final Lanes heads;
  private final HeadBound bound = new HeadBound();
  private @Nullable WordStack words;
  private @Nullable Words forgotten;
  private @Nullable LongStack log;
  private double bitsBefore;
  private double entropyBits;

  /**
   * Makes an empty buffer that keeps nothing.
   *
   * @param device where it lives
   * @param lanes number of parameters that it serves
   */
  public InformationBuffer(Device device, int lanes) {
    this.device = device;
    this.heads = device.lanes(lanes);
  }

  /**
   * Keeps all decays from now on, so that they can be undone.
   *
   * @param space where spilled words and the log go
   */
  public void keep(SpillSpace space) {
    words = new WordStack(device, heads.length(), space);
    log = new LongStack(space);
    bitsBefore = headBits();
  }

  /** Returns whether decays are kept, so that they can be undone. */
  public boolean keeps() {
    return words != null;
  }

  private double headBits() {
    return Math.log((double) bound.value()) / Math.log(2);
  }

  /**
   * Multiplies {@code values} by {@code ratio} and keeps what that discards. A ratio of 1 does
   * nothing.
   *
   * @param values as many lanes as this buffer. Modified.
   */
  void decay(Lanes values, Ratio ratio) {
    if (!ratio.isOne()) {
      makeRoom(ratio);
      values.decay(ratio.numerator(), ratio.bits(), heads);
    }
  }

  /** {@link #decay}, then adds {@code scale * other}, in one pass. */
  void decayAndAdd(Lanes values, Ratio ratio, double scale, Tensor other) {
    if (ratio.isOne()) {
      values.addTruncated(scale, other);
    } else {
      makeRoom(ratio);
      values.decayAndAdd(ratio.numerator(), ratio.bits(), heads, scale, other);
    }
  }

  /** Spills what a decay by {@code ratio} has no room for, and logs it. */
  private void makeRoom(Ratio ratio) {
    long before = bound.value();
    int count = bound.grow(ratio);
    for (int i = 0; i < count; i++) {
      spill();
    }
    if (log != null) {
      log.push((long) count << BOUND_BITS | (before - 1));
      entropyBits += ratio.discardedBits();
    }
  }

  private void spill() {
    if (words != null) {
      words.push(heads);
      return;
    }
    if (forgotten == null) {
      forgotten = device.words(heads.length());
    }
    heads.spill(forgotten);
  }

  /**
   * Undoes the last {@link #decay}.
   *
   * @param values what that decay left. Modified.
   * @param ratio the same one
   * @throws IllegalStateException if no decay is left to undo
   */
  void undecay(Lanes values, Ratio ratio) {
    if (!ratio.isOne()) {
      requireDecay();
      values.undecay(ratio.numerator(), ratio.bits(), heads);
      giveRoomBack(ratio);
    }
  }

  /** Adds {@code scale * other}, then {@link #undecay}, in one pass. */
  void addAndUndecay(Lanes values, Ratio ratio, double scale, Tensor other) {
    if (ratio.isOne()) {
      values.addTruncated(scale, other);
    } else {
      requireDecay();
      values.addAndUndecay(ratio.numerator(), ratio.bits(), heads, scale, other);
      giveRoomBack(ratio);
    }
  }

  private void requireDecay() {
    if (log == null || log.isEmpty()) {
      throw new IllegalStateException("the information buffer is empty: no decay to undo");
    }
  }

  /** Takes back what {@link #makeRoom} spilled for the last decay. */
  private void giveRoomBack(Ratio ratio) {
    long entry = Objects.requireNonNull(log).pop();
    for (long left = entry >>> BOUND_BITS; left > 0; left--) {
      Objects.requireNonNull(words).pop(heads);
    }
    bound.restore((entry & BOUND_MASK) + 1);
    entropyBits -= ratio.discardedBits();
  }

  /** Returns the heads. Not to be modified but with the rest of a state, see {@link #restore}. */
  public Lanes heads() {
    return heads;
  }

  /** Returns the bound that every head is below. */
  public long bound() {
    return bound.value();
  }

  /**
   * Goes to another state of the same run.
   *
   * @param otherHeads heads of that state
   * @param otherBound their bound
   * @throws IllegalStateException if this buffer keeps its decays: they would not lead back
   */
  public void restore(Lanes otherHeads, long otherBound) {
    if (words != null) {
      throw new IllegalStateException("a buffer that keeps its decays goes back by undoing them");
    }
    heads.assign(otherHeads);
    bound.restore(otherBound);
  }

  /** Takes everything; what is kept of decays must be kept on both sides, see {@link #keep}. */
  public void archive(Archive archive) {
    archive.vector(heads);
    bound.restore(archive.integer(bound.value()));
    if (words != null && log != null) {
      words.archive(archive);
      log.archive(archive);
      bitsBefore = archive.number(bitsBefore);
      entropyBits = archive.number(entropyBits);
    }
  }

  /** Returns whether every decay has been undone and every head is back at zero. */
  public boolean isEmpty() {
    return (log == null || log.isEmpty())
        && (words == null || words.depth() == 0)
        && bound.value() == 1
        && heads.contentEquals(device.lanes(heads.length()));
  }

  /** Returns the memory in use and the least that could be, in bits, for the decays kept. */
  public MemoryBits memory() {
    if (words == null || log == null) {
      return MemoryBits.ZERO;
    }
    long lanes = heads.length();
    double spilled = (double) HeadBound.WORD_BITS * words.depth();
    return new MemoryBits(
        lanes * (spilled + headBits() - bitsBefore),
        8.0 * (8.0 * lanes + words.allocatedBytes() + log.allocatedBytes()),
        lanes * entropyBits);
  }
}
