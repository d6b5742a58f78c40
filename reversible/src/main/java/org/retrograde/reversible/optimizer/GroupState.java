package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;

/**
 * The whole state of one parameter group: what a step changes and what its undoing restores.
 *
 * @param position x
 * @param moments what the update rule remembers, such as the velocity v
 * @param buffer digits discarded by all of these, one buffer a parameter
 */
public record GroupState(
    FixedVector position, List<FixedVector> moments, InformationBuffer buffer) {

  /** Makes a state of zeros with {@code moments} moment vectors at the default fraction. */
  public static GroupState zeros(Device device, int length, int moments) {
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, length, bits),
        Stream.generate(() -> new FixedVector(device, length, bits)).limit(moments).toList(),
        new InformationBuffer(device, length));
  }

  /** Returns every integer vector of the state, the heads of the buffer last. */
  public List<Lanes> lanes() {
    return Stream.of(
            Stream.of(position.lanes()),
            moments.stream().map(FixedVector::lanes),
            Stream.of(buffer.heads()))
        .flatMap(lanes -> lanes)
        .toList();
  }

  /** Returns a hash of every bit of {@link #lanes}, mixed into {@code seed}. */
  public long hash(long seed) {
    long hash = seed;
    for (Lanes vector : lanes()) {
      hash = LaneHash.combine(hash, vector.hash());
    }
    return hash;
  }
}
