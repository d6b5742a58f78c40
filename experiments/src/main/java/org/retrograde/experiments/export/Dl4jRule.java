package org.retrograde.experiments.export;

import java.util.List;
import java.util.Map;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * An optimizer in ND4J's operations.
 *
 * @param formula what a step does
 * @param moments names of its states
 * @param step statements that turn the gradient {@code g} into what is subtracted
 */
record Dl4jRule(String formula, List<String> moments, String step) {

  static Dl4jRule of(Optimizer optimizer) {
    return switch (optimizer.word()) {
      case "momentum" ->
          velocity("v <- gamma v + (1 - gamma) g, x <- x - rate v", "g.mul(1 - mu)", "v");
      case "heavy-ball" -> velocity("v <- mu v + g, x <- x - rate v", "g", "v");
      case "nesterov" ->
          velocity("v <- mu v + g, x <- x - rate (g + mu v)", "g", "v.mul(mu).addi(g)");
      case "adamw" ->
          new Dl4jRule(
              "AdamW; the layer decays the weights",
              List.of("M", "S"),
              Template.read("dl4j-adamw.java"));
      case "rmsprop" ->
          new Dl4jRule(
              "s <- beta2 s + (1 - beta2) g^2, x <- x - rate g / (sqrt(s) + epsilon)",
              List.of("S"),
              Template.read("dl4j-rmsprop.java"));
      default -> throw ExportException.unknown(optimizer, "Deeplearning4j");
    };
  }

  private static Dl4jRule velocity(String formula, String addend, String direction) {
    return new Dl4jRule(
        formula,
        List.of("V"),
        Template.fill("dl4j-velocity.java", Map.of("ADDEND", addend, "DIRECTION", direction)));
  }

  /** Returns whether means are corrected for having begun at 0. */
  boolean corrects() {
    return moments.contains("M");
  }

  /** Returns whether it divides by a root. */
  boolean hasRoot() {
    return moments.contains("S");
  }
}
