package org.retrograde.models.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Classes of rows, by their numbers. */
final class ClassLabels implements Targets {

  private final int[] labels;
  private final int classes;
  private final List<String> names;

  /**
   * Takes the array as it is; the caller gives it up.
   *
   * @param labels in [0, classes)
   * @param names of the classes; empty where they have none
   * @throws DataException if a label is out of range
   */
  ClassLabels(int[] labels, int classes, List<String> names) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DataException(
            "labels must be in [0, %d), got %d in row %d".formatted(classes, labels[i], i));
      }
    }
    this.labels = labels;
    this.classes = classes;
    this.names = List.copyOf(names);
  }

  @Override
  public int rows() {
    return labels.length;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public ClassLabels picked(int[] rows) {
    int[] picked = Arrays.stream(rows).map(row -> labels[row]).toArray();
    return new ClassLabels(picked, classes, names);
  }

  @Override
  public void put(int row, ByteBuffer target, int at) {
    target.putInt(at, labels[row]);
  }

  ClassLabels withClasses(int more) {
    return new ClassLabels(labels, more, more == classes ? names : List.of());
  }

  int label(int row) {
    return labels[row];
  }

  int[] labels(int from, int to) {
    return Arrays.copyOfRange(labels, from, to);
  }

  List<String> names() {
    return names;
  }
}
