package org.retrograde.models.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Counts predictions of classes, part by part. A row is predicted to be of the class whose output
 * is largest, the first of several.
 */
public final class ClassTally {

  /** Intervals of the largest probability. */
  public static final int BINS = 15;

  /** Classes up to which it is counted which are taken for which. */
  public static final int MOST_CONFUSED = 50;

  private final int classes;
  private final boolean logits;
  private final long[] actual;
  private final long[] predicted;
  private final long[] both;
  private final long[][] confusion;
  private final List<CalibrationBin> bins;

  /**
   * Begins with no row.
   *
   * @param classes how many there are, at least 1
   * @param logits whether a softmax makes probabilities of outputs; without them nothing is said of
   *     calibration
   */
  public ClassTally(int classes, boolean logits) {
    this.classes = classes;
    this.logits = logits;
    this.actual = new long[classes];
    this.predicted = new long[classes];
    this.both = new long[classes];
    this.confusion = classes > MOST_CONFUSED ? new long[0][0] : new long[classes][classes];
    this.bins = new ArrayList<>(Collections.nCopies(logits ? BINS : 0, CalibrationBin.EMPTY));
  }

  /**
   * Counts some rows.
   *
   * @param outputs row by row, {@code [rows * classes]}, finite. Not modified.
   * @param labels of the rows, each in {@code [0, classes)}. Not modified.
   * @throws IllegalArgumentException if the arrays do not fit each other, or a label is out of
   *     range
   */
  public void add(double[] outputs, int[] labels) {
    if (outputs.length != (long) labels.length * classes) {
      throw new IllegalArgumentException(
          "%d labels of %d classes need %d outputs, got %d"
              .formatted(labels.length, classes, (long) labels.length * classes, outputs.length));
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "labels must be in [0, %d), got %d in row %d".formatted(classes, labels[row], row));
      }
      add(outputs, row * classes, labels[row]);
    }
  }

  private void add(double[] outputs, int start, int label) {
    int largest = 0;
    for (int c = 1; c < classes; c++) {
      largest = outputs[start + c] > outputs[start + largest] ? c : largest;
    }
    actual[label]++;
    predicted[largest]++;
    both[label] += largest == label ? 1 : 0;
    if (confusion.length > 0) {
      confusion[label][largest]++;
    }
    if (logits) {
      double probability = ofLargest(outputs, start, outputs[start + largest]);
      int bin = Math.min((int) (probability * BINS), BINS - 1);
      bins.set(bin, bins.get(bin).with(probability, largest == label));
    }
  }

  /** Returns the probability that a softmax gives the largest output. */
  private double ofLargest(double[] outputs, int start, double largest) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(outputs[start + c] - largest);
    }
    return 1 / sum;
  }

  /** Returns what was counted so far. */
  public ClassFigures figures() {
    List<ClassCount> counts = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      counts.add(new ClassCount(actual[c], predicted[c], both[c]));
    }
    return new ClassFigures(
        counts,
        Arrays.stream(confusion).map(row -> Arrays.stream(row).boxed().toList()).toList(),
        bins);
  }
}
