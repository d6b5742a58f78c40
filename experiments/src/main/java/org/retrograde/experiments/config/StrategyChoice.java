package org.retrograde.experiments.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/**
 * A strategy, or that the planner shall choose one.
 *
 * @param named null to choose
 */
public record StrategyChoice(@Nullable Strategy named) implements Word {

  /** The planner's choice. */
  public static final StrategyChoice AUTO = new StrategyChoice(null);

  static final Catalogue<StrategyChoice> ALL = Catalogue.of(StrategyChoice.class, all());

  /** Returns the strategy, or else another, worked out only if it is needed. */
  public Strategy orElse(Supplier<Strategy> choice) {
    return named == null ? choice.get() : named;
  }

  private static List<StrategyChoice> all() {
    List<StrategyChoice> all = new ArrayList<>(List.of(AUTO));
    for (Strategy strategy : Strategy.values()) {
      all.add(new StrategyChoice(strategy));
    }
    return all;
  }

  @Override
  public String word() {
    return named == null ? "auto" : named.word();
  }

  @Override
  public String meaning() {
    return named == null
        ? "of those that fit `memory-budget` and take nearly the fewest gradients, the smallest"
        : named.meaning();
  }
}
