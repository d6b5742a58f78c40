package org.retrograde.experiments.problem;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.metrics.ClassCount;
import org.retrograde.models.metrics.ClassFigures;
import org.retrograde.models.metrics.Metric;
import org.retrograde.models.metrics.NumberFigures;
import org.retrograde.models.metrics.Quality;

/**
 * One answer to every row, which knows nothing of its inputs: the most frequent class of the
 * training rows, the first of several, or the mean of their targets.
 *
 * @param training from which it is taken
 * @param judged whose rows get it
 * @param targets what was done to the numbers of both
 */
record ConstantAnswer(LabeledData training, LabeledData judged, FeatureMap targets) {

  /**
   * Returns a figure of it.
   *
   * @param loss of the judged rows
   * @return NaN where the figure has no meaning for it
   */
  double figure(Metric metric, double loss) {
    if (judged.hasNumbers()) {
      Evaluation evaluation = new Evaluation(judged.rows(), loss, Evaluation.NO_CLASSES);
      return metric.of(evaluation, Quality.of(numbers()));
    }
    ClassFigures figures = classes();
    long wrong = judged.rows() - figures.counts().stream().mapToLong(ClassCount::both).sum();
    return metric.of(new Evaluation(judged.rows(), loss, wrong), Quality.of(figures));
  }

  private ClassFigures classes() {
    long[] known = counts(training);
    int answer =
        IntStream.range(0, known.length).reduce((a, b) -> known[b] > known[a] ? b : a).orElse(0);
    long[] actual = counts(judged);
    List<ClassCount> counts =
        IntStream.range(0, actual.length)
            .mapToObj(
                number ->
                    number == answer
                        ? new ClassCount(actual[number], judged.rows(), actual[number])
                        : new ClassCount(actual[number], 0, 0))
            .toList();
    return new ClassFigures(counts, List.of(), List.of());
  }

  private static long[] counts(LabeledData rows) {
    long[] counts = new long[rows.classes()];
    for (int label : rows.labels()) {
      counts[label]++;
    }
    return counts;
  }

  private NumberFigures numbers() {
    double mean = Arrays.stream(unscaled(training)).average().orElse(Double.NaN);
    double[] answers = new double[judged.rows()];
    Arrays.fill(answers, mean);
    return NumberFigures.of(answers, unscaled(judged));
  }

  /** In the unit of the data. */
  private double[] unscaled(LabeledData rows) {
    float[] numbers = rows.numbers();
    return IntStream.range(0, numbers.length)
        .mapToDouble(i -> targets.inverse(0, numbers[i]))
        .toArray();
  }
}
