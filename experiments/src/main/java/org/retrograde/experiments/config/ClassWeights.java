package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.text.Suggestion;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;

/**
 * How much the losses of training rows count, by their class.
 *
 * <p>A step descends the plain mean over its batch of weight times loss, and weights are scaled so
 * that their mean over all training rows is 1. PyTorch's {@code CrossEntropyLoss(weight=...)}
 * divides by the sum of the weights of a batch instead, so that how much a row counts depends on
 * the rows beside it.
 *
 * @param numbers of each class, by its name; null to weigh classes, not rows, alike
 */
public record ClassWeights(@Nullable Map<String, Double> numbers) {

  /** The word of weights that follow from the rows. */
  static final String BALANCED = "balanced";

  private static final String KEY = "data.class-weights";
  private static final int SHOWN = 10;

  /** Copies the map, in its order. */
  public ClassWeights {
    numbers = numbers == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /** Reads a word or numbers that passed the schema. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ClassWeights of(Object given) {
    if (!(given instanceof Map<?, ?> map)) {
      return new ClassWeights(null);
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    map.forEach((name, number) -> numbers.put((String) name, ((Number) number).doubleValue()));
    return new ClassWeights(numbers);
  }

  @JsonValue
  Object written() {
    return numbers == null ? BALANCED : numbers;
  }

  @Override
  public String toString() {
    return written().toString();
  }

  /**
   * Returns the factor of each class, in their order. Their mean over the rows is 1; where all
   * classes weigh the same, each is exactly 1, and so is that of a class without a row.
   *
   * @param training the rows that are trained on
   * @throws DataException if rows have no classes, or these weights not theirs
   */
  public List<Double> factors(LabeledData training) {
    if (training.hasNumbers()) {
      throw new DataException(
          KEY
              + ": weights are of classes, and labels are numbers to predict; remove it, or say"
              + " data.target: classes");
    }
    int[] rows = new int[training.classes()];
    Arrays.stream(training.labels()).forEach(label -> rows[label]++);
    double[] raw = numbers == null ? reciprocals(rows) : named(names(training), numbers);
    double largest =
        IntStream.range(0, rows.length)
            .filter(c -> rows[c] > 0)
            .mapToDouble(c -> raw[c])
            .max()
            .orElse(1);
    double mean =
        IntStream.range(0, rows.length).mapToDouble(c -> rows[c] * (raw[c] / largest)).sum()
            / training.rows();
    return IntStream.range(0, rows.length)
        .mapToObj(c -> rows[c] == 0 ? 1 : raw[c] / largest / mean)
        .toList();
  }

  private static double[] reciprocals(int[] rows) {
    return IntStream.of(rows).mapToDouble(count -> count == 0 ? 0 : 1d / count).toArray();
  }

  private static List<String> names(LabeledData rows) {
    return rows.classNames().isEmpty()
        ? IntStream.range(0, rows.classes()).mapToObj(String::valueOf).toList()
        : rows.classNames();
  }

  private static double[] named(List<String> classes, Map<String, Double> numbers) {
    for (String name : numbers.keySet()) {
      if (!classes.contains(name)) {
        throw new DataException(
            "%s: there is no class %s%s"
                .formatted(KEY, Values.shown(name), Suggestion.orList(name, some(classes))));
      }
    }
    List<String> missing = classes.stream().filter(name -> !numbers.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s: every class needs a weight, and there is none of %s"
              .formatted(KEY, String.join(", ", some(missing))));
    }
    return classes.stream().mapToDouble(numbers::get).toArray();
  }

  private static List<String> some(List<String> names) {
    return names.stream().limit(SHOWN).map(Values::shown).toList();
  }
}
