package org.retrograde.models.table;

import java.util.Arrays;

/** Numbers that grow in number. */
final class GrowingDoubles {

  private double[] values = new double[1024];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  double[] toArray() {
    return Arrays.copyOf(values, size);
  }

  int[] toInts() {
    int[] ints = new int[size];
    for (int i = 0; i < size; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  float[] toFloats() {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
