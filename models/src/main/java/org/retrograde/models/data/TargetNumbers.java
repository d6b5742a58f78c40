package org.retrograde.models.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Numbers that a network is to predict, one a row. */
final class TargetNumbers implements Targets {

  private final float[] numbers;

  /** Takes the array as it is; the caller gives it up. */
  TargetNumbers(float[] numbers) {
    this.numbers = numbers;
  }

  @Override
  public int rows() {
    return numbers.length;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public TargetNumbers picked(int[] rows) {
    float[] picked = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = numbers[rows[i]];
    }
    return new TargetNumbers(picked);
  }

  @Override
  public void put(int row, ByteBuffer target, int at) {
    target.putFloat(at, numbers[row]);
  }

  TargetNumbers mapped(FeatureMap map) {
    float[] mapped = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      mapped[i] = (float) ((numbers[i] - map.mean(0)) / map.scale(0));
    }
    return new TargetNumbers(mapped);
  }

  float[] numbers(int from, int to) {
    return Arrays.copyOfRange(numbers, from, to);
  }
}
