package org.retrograde.hypergrad.tune;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * What a meta-optimizer remembers between updates.
 *
 * @param count updates so far
 * @param moments one vector each
 */
public record MetaState(int count, List<RawVector> moments) {

  /** Returns the state before the first update: moments of zeros. */
  public static MetaState zeros(int moments, int size) {
    return new MetaState(0, Collections.nCopies(moments, new RawVector(new double[size])));
  }

  /** Returns a copy of one moment. */
  public double[] moment(int index) {
    return moments.get(index).toArray();
  }

  /** Returns the state after one more update, with these moments, which are copied. */
  public MetaState next(double[]... newMoments) {
    return new MetaState(count + 1, Arrays.stream(newMoments).map(RawVector::new).toList());
  }
}
