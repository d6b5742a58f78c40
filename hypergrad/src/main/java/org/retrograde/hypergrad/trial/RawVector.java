package org.retrograde.hypergrad.trial;

import java.util.List;

/** Raw hyperparameters, or a derivative with respect to them; never modified. */
public final class RawVector {

  private final double[] values;

  /** Copies its argument. */
  public RawVector(double[] values) {
    this.values = values.clone();
  }

  /**
   * Returns the mean of some vectors, which are added in their order.
   *
   * @param vectors at least one, of the same length
   */
  public static RawVector mean(List<RawVector> vectors) {
    RawVector sum =
        vectors.stream()
            .reduce(RawVector::plus)
            .orElseThrow(() -> new IllegalArgumentException("no vector has no mean"));
    return sum.scaled(1.0 / vectors.size());
  }

  /** Returns a copy. */
  public double[] toArray() {
    return values.clone();
  }

  /** Returns the Euclidean norm. */
  public double norm() {
    return Math.sqrt(dot(this));
  }

  /** Returns the sum of the products of both vectors' entries. */
  public double dot(RawVector other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }

  /** Returns this vector, scaled down to a norm of {@code limit} if it is longer. */
  public RawVector clipped(double limit) {
    double norm = norm();
    return norm <= limit ? this : scaled(limit / norm);
  }

  /** Returns this vector times a factor. */
  public RawVector scaled(double factor) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new RawVector(scaled);
  }

  /** Returns the sum of both vectors. */
  public RawVector plus(RawVector other) {
    double[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i];
    }
    return new RawVector(sum);
  }
}
