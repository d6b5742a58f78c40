package org.retrograde.models.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes small classification tasks of a set of labelled square images. */
public final class ImageTasks {
  private ImageTasks() {}

  /**
   * Takes the first rows of each class, in turn: one of the first class, one of the second, and so
   * on, so that any head of the result whose length is a multiple of the classes is balanced.
   *
   * @param classes labels in {@code data}, at least one; a row's new label is the place of its own
   *     among them
   * @param perClass rows of each class, at least 1
   * @throws DataException if a class has fewer rows, or a label is not one of the data
   */
  public static LabeledData balanced(LabeledData data, List<Integer> classes, int perClass) {
    int features = data.features();
    float[] inputs = new float[perClass * classes.size() * features];
    int[] labels = new int[perClass * classes.size()];
    for (int c = 0; c < classes.size(); c++) {
      int wanted = classes.get(c);
      int[] rows =
          IntStream.range(0, data.rows())
              .filter(row -> data.label(row) == wanted)
              .limit(perClass)
              .toArray();
      if (rows.length < perClass) {
        throw new DataException(
            "%d rows of class %d were asked for, but the data has only %d; ask for fewer"
                .formatted(perClass, wanted, rows.length));
      }
      for (int i = 0; i < perClass; i++) {
        int place = i * classes.size() + c;
        data.copyRow(rows[i], inputs, place * features);
        labels[place] = c;
      }
    }
    return LabeledData.wrap(inputs, labels, classes.size(), data.sources()).shaped(data.shape());
  }

  /**
   * Puts rows one under another.
   *
   * @param first with as many features and classes as {@code second}
   * @return the rows of both, with the sources of both
   * @throws DataException if features or classes differ
   */
  public static LabeledData concatenated(LabeledData first, LabeledData second) {
    if (first.features() != second.features() || first.classes() != second.classes()) {
      throw new DataException("rows differ in features or classes: " + first + " and " + second);
    }
    Map<String, String> sources = new LinkedHashMap<>(first.sources());
    sources.putAll(second.sources());
    return LabeledData.wrap(
        FloatBuffer.allocate((first.rows() + second.rows()) * first.features())
            .put(first.inputs())
            .put(second.inputs())
            .array(),
        IntStream.concat(Arrays.stream(first.labels()), Arrays.stream(second.labels())).toArray(),
        first.classes(),
        sources);
  }

  /**
   * Turns every image by 90 degrees, clockwise.
   *
   * @param data rows that are square images, row by row
   * @throws DataException if the number of features is no square
   */
  public static LabeledData rotated(LabeledData data) {
    int side = (int) Math.round(Math.sqrt(data.features()));
    if (side * side != data.features()) {
      throw new DataException(
          "only square images can be turned by 90 degrees, got rows of %d features"
              .formatted(data.features()));
    }
    float[] inputs = new float[data.rows() * data.features()];
    for (int row = 0; row < data.rows(); row++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          inputs[row * side * side + x * side + (side - 1 - y)] = data.input(row, y * side + x);
        }
      }
    }
    return LabeledData.wrap(inputs, data.labels(), data.classes(), data.sources())
        .shaped(data.shape());
  }
}
