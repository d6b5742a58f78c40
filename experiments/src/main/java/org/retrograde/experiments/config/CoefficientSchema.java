package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Collectors;
import org.retrograde.experiments.config.text.ConfigTree;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

/** The keys of a config that set a coefficient for all steps, as the catalogue describes them. */
final class CoefficientSchema {

  private CoefficientSchema() {}

  /** Adds a key for each coefficient that has none of its own yet. */
  static void addTo(ObjectNode properties) {
    for (Coefficient coefficient : Optimizers.COEFFICIENTS.all()) {
      if (!properties.has(coefficient.word())) {
        describe(coefficient, properties.putObject(coefficient.word()));
      }
    }
  }

  /** Writes what the optimizer of a config has where others have something else. */
  static void fillIn(ConfigTree tree) {
    tree.word("training.optimizer")
        .flatMap(Optimizers.ALL::find)
        .ifPresent(
            optimizer ->
                optimizer.coefficients().stream()
                    .filter(coefficient -> hasItsOwn(optimizer, coefficient))
                    .filter(coefficient -> !tree.has("training." + coefficient.word()))
                    .forEach(
                        coefficient ->
                            tree.root()
                                .withObject("/training")
                                .put(coefficient.word(), optimizer.usual(coefficient))));
  }

  private static boolean hasItsOwn(Optimizer optimizer, Coefficient coefficient) {
    return Double.compare(optimizer.usual(coefficient), coefficient.usual()) != 0;
  }

  private static void describe(Coefficient coefficient, ObjectNode key) {
    String meaning = coefficient.meaning();
    boolean isStandard = Coefficient.STANDARD.contains(coefficient);
    key.put(
        "description",
        "%s%s%s. Read by %s."
            .formatted(
                meaning.substring(0, 1).toUpperCase(Locale.ROOT),
                meaning.substring(1),
                isStandard ? "" : "; without it, " + coefficient.usual(),
                readers(coefficient)));
    key.put("type", "number");
    Coefficient.Range range = coefficient.range();
    if (Double.isFinite(range.lowest())) {
      put(key, range.hasLowest() ? "minimum" : "exclusiveMinimum", range.lowest());
    }
    if (Double.isFinite(range.highest())) {
      put(key, "exclusiveMaximum", range.highest());
    }
    if (isStandard) { // others stay out of files that have no use
      put(key, "default", coefficient.usual());
    }
  }

  private static void put(ObjectNode key, String name, double value) {
    if (value == Math.rint(value)) {
      key.put(name, (int) value);
    } else {
      key.put(name, value);
    }
  }

  private static String reader(Optimizer optimizer, Coefficient coefficient) {
    return hasItsOwn(optimizer, coefficient)
        ? "`%s` (without it, %s)".formatted(optimizer.word(), optimizer.usual(coefficient))
        : "`%s`".formatted(optimizer.word());
  }

  private static String readers(Coefficient coefficient) {
    return Optimizers.ALL.all().stream()
        .filter(optimizer -> optimizer.coefficients().contains(coefficient))
        .map(optimizer -> reader(optimizer, coefficient))
        .collect(Collectors.joining(", "));
  }
}
