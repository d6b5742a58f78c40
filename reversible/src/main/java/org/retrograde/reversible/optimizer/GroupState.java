package org.retrograde.reversible.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.exact.FixedRangeException;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.LongStack;
import org.retrograde.reversible.exact.SpillSpace;

/** The whole state of one parameter group: what a step changes and what its undoing restores. */
public final class GroupState {

  /** The {@link #wokenAt} of a group whose gradients have all been zero. */
  public static final int ASLEEP = Integer.MAX_VALUE;

  private final FixedVector position;
  private final List<FixedVector> moments;
  private final InformationBuffer buffer;
  private final List<Coarsening> coarsenings = new ArrayList<>();
  private double[] bounds = {};
  private @Nullable LongStack earlierBounds;
  private int wokenAt = ASLEEP;

  /**
   * Makes a state.
   *
   * @param position x
   * @param moments what the update rule remembers, such as the velocity v
   * @param buffer digits discarded by all of these, one buffer a parameter
   */
  public GroupState(FixedVector position, List<FixedVector> moments, InformationBuffer buffer) {
    this.position = position;
    this.moments = List.copyOf(moments);
    this.buffer = buffer;
  }

  /** Returns x. */
  public FixedVector position() {
    return position;
  }

  /** Returns what the update rule remembers. */
  public List<FixedVector> moments() {
    return moments;
  }

  /** Returns the digits that decays discarded. */
  public InformationBuffer buffer() {
    return buffer;
  }

  /**
   * Keeps all steps from now on, so that they can be undone.
   *
   * @param space where goes what they discard
   */
  public void keep(SpillSpace space) {
    buffer.keep(space);
    earlierBounds = new LongStack(space);
  }

  /**
   * Returns the step of the first gradient that was not all zero, for rules that choose a scale
   * there; {@link #ASLEEP} before.
   */
  public int wokenAt() {
    return wokenAt;
  }

  /** Notes the step of the first gradient that was not all zero, or {@link #ASLEEP} again. */
  public void wake(int step) {
    wokenAt = step;
  }

  /** Returns the bound of the magnitudes of a moment that was noted last. */
  public double bound(int moment) {
    return bounds[moment];
  }

  /**
   * Notes bounds of the magnitudes of each moment after a step, for rules that know them. Those
   * before stay where steps are kept.
   *
   * @param known one a moment. Not copied.
   */
  public void pushBounds(double[] known) {
    if (earlierBounds != null) {
      for (double bound : bounds) {
        earlierBounds.push(Double.doubleToRawLongBits(bound));
      }
    }
    bounds = known;
  }

  /** Goes back to the bounds that were noted before; to none before the first. */
  public void popBounds() {
    LongStack earlier = earlierBounds;
    if (earlier == null) {
      throw new IllegalStateException("a state that keeps nothing has no bounds to go back to");
    }
    double[] before = new double[earlier.isEmpty() ? 0 : bounds.length];
    for (int moment = before.length - 1; moment >= 0; moment--) {
      before[moment] = Double.longBitsToDouble(earlier.pop());
    }
    bounds = before;
  }

  /**
   * Makes room for larger values of a moment; what its integers lose goes to the buffer.
   *
   * @param step that needs it
   * @param moment which
   * @param bits by how many its unit grows, as a power of two
   */
  public void coarsen(int step, int moment, int bits) {
    moments.get(moment).coarsen(bits, buffer);
    coarsenings.add(new Coarsening(step, moment, bits));
  }

  /** Undoes what {@link #coarsen} did in a step; nothing if it did nothing there. */
  public void refine(int step) {
    int last = coarsenings.size() - 1;
    while (last >= 0 && coarsenings.get(last).step == step) {
      Coarsening done = coarsenings.remove(last--);
      moments.get(done.moment).refine(done.bits, buffer);
    }
  }

  /** Returns how units of moments have grown so far, in order. */
  public List<Coarsening> coarsenings() {
    return List.copyOf(coarsenings);
  }

  /** Returns every integer vector of the state, the heads of the buffer last. */
  public List<Lanes> lanes() {
    List<Lanes> all = new ArrayList<>();
    all.add(position.lanes());
    moments.forEach(moment -> all.add(moment.lanes()));
    all.add(buffer.heads());
    return all;
  }

  /** Returns what a fault that a device reported says in real numbers if it is of this state. */
  public Optional<FixedRangeException> rangeFault(LaneRangeException fault) {
    return Stream.concat(Stream.of(position), moments.stream())
        .flatMap(vector -> vector.rangeFault(fault).stream())
        .findFirst();
  }

  /** Returns a hash of every bit of {@link #lanes} and of the units, mixed into {@code seed}. */
  public long hash(long seed) {
    long hash = seed;
    for (Lanes vector : lanes()) {
      hash = LaneHash.combine(hash, vector.hash());
    }
    if (wokenAt != ASLEEP) { // zeros have no unit
      for (FixedVector moment : moments) {
        hash = LaneHash.combine(hash, moment.fractionBits());
      }
    }
    return hash;
  }

  /** Returns a copy of everything on {@code device}, 8 bytes a lane of {@link #lanes}. */
  public Snapshot snapshot(Device device) {
    List<Lanes> copies = new ArrayList<>();
    for (Lanes vector : lanes()) {
      Lanes copy = device.lanes(vector.length());
      copy.assign(vector);
      copies.add(copy);
    }
    List<Integer> bits = moments.stream().map(FixedVector::fractionBits).toList();
    return new Snapshot(copies, bits, coarsenings(), bounds, buffer.bound(), wokenAt);
  }

  /** Brings the position of a snapshot back. */
  public void restorePosition(Snapshot snapshot) {
    position.lanes().assign(snapshot.lanes.get(0));
  }

  /** Brings everything but the position of a snapshot back. */
  public void restoreMoments(Snapshot snapshot) {
    for (int i = 0; i < moments.size(); i++) {
      moments.get(i).lanes().assign(snapshot.lanes.get(i + 1));
      moments.get(i).setFractionBits(snapshot.fractionBits.get(i));
    }
    buffer.restore(snapshot.lanes.get(moments.size() + 1), snapshot.bound);
    coarsenings.clear();
    coarsenings.addAll(snapshot.coarsenings);
    bounds = snapshot.bounds;
    wokenAt = snapshot.wokenAt;
  }

  /** Takes everything; steps must be kept on both sides or on none, see {@link #keep}. */
  public void archive(Archive archive) {
    archive.vector(position.lanes());
    for (FixedVector moment : moments) {
      archive.vector(moment.lanes());
      moment.setFractionBits(archive.integer(moment.fractionBits()));
    }
    buffer.archive(archive);
    archive.all(coarsenings, () -> Coarsening.NONE, coarsening -> coarsening.archived(archive));
    bounds = archive.numbers(bounds);
    if (earlierBounds != null) {
      earlierBounds.archive(archive);
    }
    wokenAt = archive.integer(wokenAt);
  }

  /**
   * A moment's unit that grew.
   *
   * @param step that needed it
   * @param moment which
   * @param bits by how many, as a power of two
   */
  public record Coarsening(int step, int moment, int bits) {

    private static final Coarsening NONE = new Coarsening(0, 0, 0);

    private Coarsening archived(Archive archive) {
      return new Coarsening(archive.integer(step), archive.integer(moment), archive.integer(bits));
    }
  }

  /**
   * A state that was.
   *
   * @param lanes copies, in the order of {@link GroupState#lanes}
   * @param fractionBits of each moment
   * @param coarsenings of its steps
   * @param bounds of the magnitudes of each moment, as noted last; none of a sleeping group
   * @param bound of the buffer's heads
   * @param wokenAt step of the first gradient that was not all zero
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Snapshot(
      List<Lanes> lanes,
      List<Integer> fractionBits,
      List<Coarsening> coarsenings,
      double[] bounds,
      long bound,
      int wokenAt) {}
}
