package org.retrograde.reversible;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** Random numbers of one seed, the same on every JDK. */
public final class Samples {

  private final RandomGenerator generator;

  public Samples(long seed) {
    this.generator = new Well19937c(seed);
  }

  /** Returns integers in (-2^bits, 2^bits), of all magnitudes. */
  public long[] longs(int length, int bits) {
    long[] values = new long[length];
    Arrays.setAll(values, i -> generator.nextLong() >> (63 - bits + generator.nextInt(bits)));
    return values;
  }

  /** Returns integers in [0, bound). */
  public long[] below(int length, long bound) {
    long[] values = new long[length];
    Arrays.setAll(values, i -> (generator.nextLong() >>> 1) % bound);
    return values;
  }

  /** Returns integers in [0, bound). */
  public int[] indices(int length, int bound) {
    return IntStream.range(0, length).map(i -> generator.nextInt(bound)).toArray();
  }

  /** Returns standard normal numbers. */
  public double[] gaussians(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> generator.nextGaussian());
    return values;
  }

  /** Returns a number in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * generator.nextDouble();
  }

  /** Returns an integer in [low, high]. */
  public int integer(int low, int high) {
    return low + generator.nextInt(high - low + 1);
  }
}
