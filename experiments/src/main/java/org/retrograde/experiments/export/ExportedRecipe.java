package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ClassWeights;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.NetworkFamily;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.Layout;
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
 * @param map what training did to every row of inputs
 * @param targets what training did to every number to predict; null where there are classes
 * @param classWeights factors of training rows' losses, by class; empty where all count alike
 * @param network what it does, primitive by primitive; null for layers that follow one another,
 *     which libraries have themselves
 */
public record ExportedRecipe(
    NetworkFamily family,
    List<ExportedGroup> groups,
    int width,
    int tunedWidth,
    boolean holdsAll,
    FeatureMap map,
    @Nullable FeatureMap targets,
    List<Double> classWeights,
    @Nullable TracedNetwork network) {

  /**
   * The least epsilon of a file, which is to train in single precision. There a mean square under
   * 2^-126 may be 0, and under 2^-150 is: (1 - beta2) g^2 is lost where |g| is under 2^-63 / sqrt(1
   * - beta2), at most 2^-55 = 3e-17, as beta2 is at most 1 - 2^-16. The mean of g is not lost, so
   * epsilon must be as large as such a g for the update not to be larger than that of other
   * gradients. The rest is for the width, by whose growth form T3 divides epsilon.
   */
  private static final double LEAST_EPSILON = 1e-16;

  /** Copies the lists. */
  public ExportedRecipe {
    groups = List.copyOf(groups);
    classWeights = List.copyOf(classWeights);
  }

  /**
   * Folds a recipe.
   *
   * @param data that it was tuned on
   * @param width that a network has where none is asked for, at least 1
   * @throws org.retrograde.experiments.recipe.RecipeException if the recipe is not one of this
   *     network
   */
  public static ExportedRecipe of(RecipeFile file, DataSplits data, int width) {
    NetworkFamily family = new NetworkFamily(file.config(), data.shape(), data.classes());
    ClassWeights weights = file.config().data().classWeights();
    List<Double> factors = weights == null ? List.of() : weights.factors(data.train());
    ExportedRecipe recipe = of(file, family, width, data.map()).withClassWeights(factors);
    return data.train().hasNumbers() ? recipe.predicting(data.targetMap()) : recipe;
  }

  /**
   * Folds a recipe of networks that tell classes apart.
   *
   * @param family the networks that it trains
   * @param width that a network has where none is asked for, at least 1
   * @param map what training did to every row of inputs
   */
  static ExportedRecipe of(RecipeFile file, NetworkFamily family, int width, FeatureMap map) {
    int base = file.config().model().baseWidth();
    Layout layout = family.layout(base);
    List<String> names = layout.groups().stream().map(ParameterGroup::name).toList();
    Recipe recipe = file.recipeOf(names, layout.modules());
    List<ExportedGroup> groups = new ArrayList<>();
    for (int g = 0; g < names.size(); g++) {
      groups.add(group(family, recipe, g));
    }
    return new ExportedRecipe(
        family,
        groups,
        width,
        file.origin().model().width(),
        RecipeFile.holdsAll(file.config()),
        map,
        null,
        List.of(),
        null);
  }

  /** Returns the same recipe of networks that predict numbers, to which training did this. */
  private ExportedRecipe predicting(FeatureMap mapped) {
    return new ExportedRecipe(
        family, groups, width, tunedWidth, holdsAll, map, mapped, classWeights, network);
  }

  /** Returns the same recipe with its network. */
  ExportedRecipe with(TracedNetwork written) {
    return new ExportedRecipe(
        family, groups, width, tunedWidth, holdsAll, map, targets, classWeights, written);
  }

  /** Returns the same recipe with factors of rows' losses, one a class. */
  ExportedRecipe withClassWeights(List<Double> factors) {
    return new ExportedRecipe(
        family, groups, width, tunedWidth, holdsAll, map, targets, factors, network);
  }

  /** Returns how many tokens an example has; 0 where examples are rows of features. */
  int window() {
    return family.shape() instanceof InputShape.Token token ? token.window() : 0;
  }

  /** Returns the names of the matrices of hidden layers. */
  List<String> hiddenMatrices() {
    return family.layout(width).groups().stream()
        .filter(ParameterGroup::isHiddenMatrix)
        .map(ParameterGroup::name)
        .toList();
  }

  private static ExportedGroup group(NetworkFamily family, Recipe recipe, int g) {
    int base = family.config().model().baseWidth();
    FoldedFactors here = factors(family, recipe, g, base);
    FoldedFactors wide = factors(family, recipe, g, PowerLaw.RATIO * base);
    int steps = family.config().training().steps();
    Map<Coefficient, ExportedNumber> schedules = new TreeMap<>();
    recipe
        .schedules()
        .forEach(
            (coefficient, courses) ->
                schedules.put(
                    coefficient,
                    ExportedNumber.of(
                        courses.get(g),
                        coefficient.equals(Coefficient.EPSILON)
                            ? LEAST_EPSILON
                            : Double.NEGATIVE_INFINITY,
                        Transform.of(coefficient),
                        steps,
                        PowerLaw.through(factor(here, coefficient), factor(wide, coefficient)))));
    double l2 = recipe.l2().get(g);
    return new ExportedGroup(
        recipe.groups().get(g),
        PowerLaw.through(here.deviation(), wide.deviation()),
        PowerLaw.through(l2 * here.l2(), l2 * wide.l2()),
        PowerLaw.through(here.clip(), wide.clip()),
        schedules);
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

  /** Returns whether training smoothed labels. */
  boolean smooths() {
    return config().training().labelSmoothing() != 0;
  }

  /** Returns whether training had a z-loss. */
  boolean hasZLoss() {
    return config().training().zLoss() != 0;
  }

  /** Returns whether training weighted the losses of rows by their classes. */
  boolean weighsClasses() {
    return !classWeights.isEmpty();
  }

  /** Returns whether a step minimises another loss than what was tuned for. */
  boolean hasTrainingLoss() {
    return smooths() || hasZLoss() || weighsClasses();
  }

  /** Returns whether training divided inputs by the deviations of its rows, after centring them. */
  boolean scales() {
    return !map.scale().isEmpty();
  }

  /** Returns whether training subtracted the mean of its rows from inputs. */
  boolean centres() {
    return !map.mean().isEmpty();
  }

  /**
   * Returns whether a missing number among inputs, which is NaN, was 0 in training, once mapped.
   */
  boolean imputes() {
    return config().data().imputes();
  }

  /** Returns whether there are numbers to predict, and no classes. */
  boolean predictsNumbers() {
    return targets != null;
  }

  /** Returns what training subtracted from every number to predict; 0 if nothing. */
  double targetMean() {
    return targets == null ? 0 : targets.mean(0);
  }

  /** Returns what training divided the rest by; 1 if by nothing. */
  double targetScale() {
    return targets == null ? 1 : targets.scale(0);
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
