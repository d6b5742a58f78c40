package org.retrograde.hypergrad.meta;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a meta-optimizer remembers between updates.
 *
 * @param count updates so far
 * @param moments one vector each
 */
public record MetaState(int count, List<RawVector> moments) {

  static MetaState zeros(int moments, int size) {
    return new MetaState(0, Collections.nCopies(moments, new RawVector(new double[size])));
  }

  /** Returns a copy of one moment. */
  double[] moment(int index) {
    return moments.get(index).toArray();
  }

  MetaState next(double[]... newMoments) {
    return new MetaState(count + 1, Arrays.stream(newMoments).map(RawVector::new).toList());
  }
}
