package org.retrograde.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.retrograde.experiments.config.ClassWeights;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ModelConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.hypergrad.hyperparameter.Penalty;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.word.Word;

/**
 * What a recipe holds that is not expected to be right elsewhere. Maximal update is about width
 * alone. To another depth a rule of the depth leads, where the architecture has one, and what was
 * tuned is told for every number of blocks. Nothing is known of other batch sizes and lengths of
 * training, and the references disagree on penalties and weight decay.
 */
public final class TransferLimits {

  /** The least power of the depth under which branches stay small together: see DepthScaling. */
  private static final double LEAST_POWER = 0.5;

  /** What has as many numbers whatever the number of blocks, or numbers that are interpolated. */
  private static final Set<Per> OF_ANY_DEPTH = Set.of(Per.ALL, Per.TYPE, Per.DEPTH, Per.TYPE_DEPTH);

  private TransferLimits() {}

  /** Returns the names of what does not transfer, for a recipe and what is made of it. */
  public static List<String> of(ExperimentConfig config) {
    List<String> names = new ArrayList<>();
    if (!transfers(config)) {
      names.add("learning rate to another width");
      names.add("init scale to another width");
    }
    names.addAll(penalties(config));
    names.add(
        hasDepthRule(config.model()) && isOfAnyDepth(config)
            ? "anything to another batch size or number of steps"
            : "anything to another depth, batch size or number of steps");
    return names;
  }

  /** Returns whether the architecture says what changes with the depth, so that rates hold. */
  static boolean hasDepthRule(ModelConfig model) {
    DepthScaling here = model.architecture().depth(model.depth());
    DepthScaling deeper = model.architecture().depth(model.depth() + 1);
    return !here.equals(deeper) && deeper.power() >= LEAST_POWER;
  }

  private static boolean isOfAnyDepth(ExperimentConfig config) {
    return config.tune() == null
        || config.tune().hyperparameters().stream()
            .allMatch(tuned -> OF_ANY_DEPTH.contains(tuned.per()));
  }

  /**
   * Forms of maximal update train alike, to the digit noise, but for what looks at weights or
   * gradients as they are stored.
   */
  private static boolean trainAlike(ExperimentConfig one, ExperimentConfig other) {
    return transfers(one)
        && transfers(other)
        && penalties(other).isEmpty()
        && other.training().clip() == 0;
  }

  private static boolean transfers(ExperimentConfig config) {
    return config.widths().parametrization().transfers();
  }

  private static List<String> penalties(ExperimentConfig config) {
    List<String> names = new ArrayList<>();
    for (Coefficient coefficient : Optimizers.COEFFICIENTS.all()) {
      if (coefficient.use() == Coefficient.Use.WEIGHT_DECAY
          && (config.training().coefficient(coefficient) > 0
              || tunes(config, coefficient.word()))) {
        names.add(coefficient.label() + " to another width");
      }
    }
    if (config.training().l2() > 0 || tunes(config, new Penalty().word())) {
      names.add("L2 penalty to another width");
    }
    return names;
  }

  private static boolean tunes(ExperimentConfig config, String word) {
    return config.tune() != null
        && config.tune().hyperparameters().stream()
            .anyMatch(tuned -> tuned.name().word().equals(word));
  }

  /**
   * Returns warnings about a training with a recipe, none if all of it is expected to hold.
   *
   * @param then the experiment as it tuned the recipe
   * @param now how a network is trained with it
   * @param width of the network
   */
  static List<String> warnings(ExperimentConfig then, ExperimentConfig now, int width) {
    List<String> warnings = new ArrayList<>();
    if (width != then.widths().width()) {
      if (!transfers(now)) {
        warnings.add(
            "under parametrization %s what was tuned at width %d is not expected to hold at %d"
                .formatted(now.widths().parametrization().word(), then.widths().width(), width));
      }
      penalties(now)
          .forEach(name -> warnings.add(name + " is not expected to be right; see docs/models.md"));
    }
    TrainingConfig trained = now.training();
    TrainingConfig tuned = then.training();
    if (!hasDepthRule(now.model())) {
      changed(warnings, "at a depth of", then.model().depth(), now.model().depth());
    }
    changed(warnings, "at a batch size of", tuned.batch(), trained.batch());
    changed(warnings, "at a number of steps of", tuned.steps(), trained.steps());
    changed(warnings, "at a largest gradient norm of", tuned.clip(), trained.clip());
    changed(warnings, "with label smoothing", tuned.labelSmoothing(), trained.labelSmoothing());
    changed(warnings, "with z-loss", tuned.zLoss(), trained.zLoss());
    changed(warnings, "with class weights", classWeights(then), classWeights(now));
    model(warnings, then, now);
    return warnings;
  }

  private static String classWeights(ExperimentConfig config) {
    ClassWeights weights = config.data().classWeights();
    return weights == null ? "all 1" : weights.toString();
  }

  private static void model(List<String> warnings, ExperimentConfig then, ExperimentConfig now) {
    ModelConfig tuned = then.model();
    ModelConfig trained = now.model();
    changed(warnings, "with architecture", tuned.architecture(), trained.architecture());
    changed(warnings, "with activation", tuned.activation(), trained.activation());
    changed(warnings, "with loss", tuned.loss(), trained.loss());
    changed(warnings, "with init", tuned.init(), trained.init());
    changed(warnings, "under decay rule", tuned.decayRule(), trained.decayRule());
    if (!trainAlike(then, now)) {
      changed(
          warnings,
          "under parametrization",
          then.widths().parametrization(),
          now.widths().parametrization());
    }
  }

  private static void changed(List<String> warnings, String how, Object then, Object now) {
    if (!then.equals(now)) {
      warnings.add(
          "tuned %s %s; it is not expected to hold %s %s"
              .formatted(how, shown(then), how.substring(0, how.indexOf(' ')), shown(now)));
    }
  }

  private static String shown(Object value) {
    return value instanceof Word word ? word.word() : value.toString();
  }
}
