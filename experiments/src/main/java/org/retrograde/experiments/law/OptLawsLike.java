package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The logarithm of the loss above a limit as a linear function of features of the schedule, {@link
 * ScheduleFeatures}, and the squares of six of them. The features of Opt-Laws are not known to us;
 * these are a reconstruction of their kind: how far a run goes, and what noise is left at its end.
 *
 * @param limit that losses stay above, at least 0; not fitted
 * @param means of the features, where their squares are counted from
 * @param scales what distances from the means are divided by, above 0
 * @param weights of 1, of the features and of the squares
 * @see <a href="https://arxiv.org/abs/2409.04777">Xie et al. (2024)</a>, Optimization
 *     Hyper-parameter Laws for Large Language Models
 */
record OptLawsLike(double limit, List<Double> means, List<Double> scales, List<Double> weights)
    implements LossLaw {

  /** What users call it. */
  static final String WORD = "opt-laws-like";

  static final int FEATURES = ScheduleFeatures.NAMES.size();

  /** How many of the features have squares. */
  private static final int SQUARES = 6;

  static final int SIZE = 1 + FEATURES + SQUARES;

  /** Copies the lists and checks their lengths. */
  public OptLawsLike {
    means = List.copyOf(means);
    scales = List.copyOf(scales);
    weights = List.copyOf(weights);
    if (means.size() != FEATURES || scales.size() != FEATURES || weights.size() != SIZE) {
      throw new IllegalArgumentException(
          "an Opt-Laws-like law has %d means, as many scales and %d weights, got %d, %d and %d"
              .formatted(FEATURES, SIZE, means.size(), scales.size(), weights.size()));
    }
  }

  /** Makes the law of numbers in the order of {@link #names}. */
  static OptLawsLike of(List<Double> numbers) {
    int all = 1 + 2 * FEATURES + SIZE;
    if (numbers.size() != all) {
      throw new IllegalArgumentException(
          "an Opt-Laws-like law has %d numbers, got %d".formatted(all, numbers.size()));
    }
    return new OptLawsLike(
        numbers.get(0),
        numbers.subList(1, 1 + FEATURES),
        numbers.subList(1 + FEATURES, 1 + 2 * FEATURES),
        numbers.subList(1 + 2 * FEATURES, all));
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public List<String> names() {
    List<String> features = ScheduleFeatures.NAMES;
    return Stream.of(
            Stream.of("limit"),
            features.stream().map(name -> "mean of " + name),
            features.stream().map(name -> "scale of " + name),
            Stream.of("constant"),
            features.stream(),
            features.subList(0, SQUARES).stream().map(name -> name + ", squared"))
        .flatMap(names -> names)
        .toList();
  }

  @Override
  public List<Double> numbers() {
    List<Double> numbers = new ArrayList<>();
    numbers.add(limit);
    numbers.addAll(means);
    numbers.addAll(scales);
    numbers.addAll(weights);
    return Collections.unmodifiableList(numbers);
  }

  /** Returns 1, the features and the squares of some steps of a schedule. */
  static double[] row(List<Double> means, List<Double> scales, double[] rates, int steps) {
    double[] features = new ScheduleFeatures(rates, steps).values();
    double[] row = new double[SIZE];
    row[0] = 1;
    for (int i = 0; i < FEATURES; i++) {
      row[1 + i] = (features[i] - means.get(i)) / scales.get(i);
    }
    for (int i = 0; i < SQUARES; i++) {
      row[1 + FEATURES + i] = row[1 + i] * row[1 + i];
    }
    return row;
  }

  private double aboveLimit(double[] row) {
    return Math.exp(IntStream.range(0, SIZE).mapToDouble(i -> weights.get(i) * row[i]).sum());
  }

  @Override
  public double loss(double[] rates, int steps) {
    return limit + aboveLimit(row(means, scales, rates, steps));
  }

  @Override
  public double[] gradient(double[] rates) {
    double[] row = row(means, scales, rates, rates.length);
    double[] byFeature = new double[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      double square = i < SQUARES ? 2 * row[1 + i] * weights.get(1 + FEATURES + i) : 0;
      byFeature[i] = (weights.get(1 + i) + square) / scales.get(i);
    }
    double above = aboveLimit(row);
    return Arrays.stream(new ScheduleFeatures(rates, rates.length).gradient(byFeature))
        .map(x -> x * above)
        .toArray();
  }

  /** The coordinates are the weights. */
  @Override
  public double[] byCoordinates(double[] rates, int steps) {
    double[] row = row(means, scales, rates, steps);
    double above = aboveLimit(row);
    return Arrays.stream(row).map(x -> x * above / (limit + above)).toArray();
  }
}
