package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A recipe without multipliers, ready to be written in any language: form T3, whatever form it was
 * tuned in, with the width rule as powers.
 *
 * @param family the networks it trains
 * @param groups in the network's order
 * @param width that a network has where none is asked for, at least 1
 * @param tunedWidth width of the network that it was tuned on
 * @param holdsAll whether everything that was tuned is in it
 */
public record ExportedRecipe(
    NetworkFamily family, List<ExportedGroup> groups, int width, int tunedWidth, boolean holdsAll) {

  /**
   * The least epsilon of a file, which is to train in single precision. There a mean square under
   * 2^-126 may be 0, and under 2^-150 is: (1 - beta2) g^2 is lost where |g| is under 2^-63 / sqrt(1
   * - beta2), at most 2^-55 = 3e-17, as beta2 is at most 1 - 2^-16. The mean of g is not lost, so
   * epsilon must be as large as such a g for the update not to be larger than that of other
   * gradients. The rest is for the width, by whose growth form T3 divides epsilon.
   */
  private static final double LEAST_EPSILON = 1e-16;

  /** Copies the list. */
  public ExportedRecipe {
    groups = List.copyOf(groups);
  }

  /**
   * Folds a recipe.
   *
   * @param features of an example
   * @param classes outputs
   * @param width that a network has where none is asked for, at least 1
   * @throws ExportException if the recipe is not one of this network
   */
  public static ExportedRecipe of(RecipeFile file, int features, int classes, int width) {
    NetworkFamily family = new NetworkFamily(file.config(), features, classes);
    int base = file.config().model().baseWidth();
    Recipe recipe = file.recipe();
    List<String> names = family.layout(base).groups().stream().map(ParameterGroup::name).toList();
    if (!names.equals(recipe.groups())) {
      throw new ExportException(
          "the recipe is for the parameter groups %s, the network has %s"
              .formatted(recipe.groups(), names));
    }
    List<ExportedGroup> groups = new ArrayList<>();
    for (int g = 0; g < names.size(); g++) {
      groups.add(group(family, recipe, g));
    }
    return new ExportedRecipe(
        family, groups, width, file.origin().model().width(), RecipeFile.holdsAll(file.config()));
  }

  private static ExportedGroup group(NetworkFamily family, Recipe recipe, int g) {
    int base = family.config().model().baseWidth();
    FoldedFactors here = factors(family, recipe, g, base);
    FoldedFactors wide = factors(family, recipe, g, PowerLaw.RATIO * base);
    Map<Coefficient, ExportedGroup.Schedule> schedules = new TreeMap<>();
    recipe
        .schedules()
        .forEach(
            (coefficient, points) ->
                schedules.put(
                    coefficient,
                    ExportedGroup.Schedule.of(
                        tuned(points, g, coefficient),
                        PowerLaw.through(factor(here, coefficient), factor(wide, coefficient)))));
    double l2 = recipe.l2().get(g);
    return new ExportedGroup(
        recipe.groups().get(g),
        PowerLaw.through(here.deviation(), wide.deviation()),
        PowerLaw.through(l2 * here.l2(), l2 * wide.l2()),
        PowerLaw.through(here.clip(), wide.clip()),
        schedules);
  }

  /** Returns the points of a group; an epsilon is at least {@link #LEAST_EPSILON}. */
  private static List<Double> tuned(List<List<Double>> points, int g, Coefficient coefficient) {
    double least =
        coefficient.equals(Coefficient.EPSILON) ? LEAST_EPSILON : Double.NEGATIVE_INFINITY;
    return points.stream().map(row -> Math.max(row.get(g), least)).toList();
  }

  /** Returns the folded factors of a group at a width. */
  static FoldedFactors factors(NetworkFamily family, Recipe recipe, int g, int width) {
    WidthScaling scaling = family.scaling(width);
    return FoldedFactors.of(
        scaling.of(g),
        scaling.weightDecay(g),
        family.optimizer().scaling(),
        Math.exp(recipe.logMultiplier().get(g)),
        family.deviation(g, width) * Math.exp(recipe.initLogScale().get(g)));
  }

  private static double factor(FoldedFactors factors, Coefficient coefficient) {
    return switch (coefficient.use()) {
      case RATE -> factors.learningRate();
      case GRADIENT_SIZE -> factors.epsilon();
      case WEIGHT_DECAY -> factors.weightDecay();
      case DECAY, NUMBER -> 1;
    };
  }

  ExperimentConfig config() {
    return family.config();
  }

  /** Returns whether a loss is penalized. */
  boolean hasPenalty() {
    return groups.stream().anyMatch(group -> group.l2().atBase() != 0);
  }

  /** Returns whether gradients are clipped. */
  boolean clips() {
    return config().training().clip() != 0;
  }

  /** Returns whether the optimizer reads a coefficient. */
  boolean reads(Coefficient coefficient) {
    return config().training().optimizer().coefficients().contains(coefficient);
  }

  /** Returns whether a coefficient of any group moves. */
  boolean moves(Coefficient coefficient) {
    return groups.stream().anyMatch(group -> !group.schedule(coefficient).isConstant());
  }
}
