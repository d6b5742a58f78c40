package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig.Name;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.suite.NetworkFamily;

/**
 * What a recipe holds that is not expected to be right elsewhere. Maximal update is about width
 * alone: nothing is known of other depths, batch sizes and lengths of training, and the references
 * disagree on penalties and weight decay.
 */
public final class TransferLimits {

  private TransferLimits() {}

  /** Returns the names of what does not transfer, for a recipe and what is made of it. */
  public static List<String> of(ExperimentConfig config) {
    List<String> names = new ArrayList<>();
    if (!transfers(config)) {
      names.add("learning rate to another width");
      names.add("init scale to another width");
    }
    names.addAll(penalties(config));
    names.add("anything to another depth, batch size or number of steps");
    return names;
  }

  private static boolean transfers(ExperimentConfig config) {
    return NetworkFamily.parametrization(config).transfers();
  }

  private static List<String> penalties(ExperimentConfig config) {
    List<String> names = new ArrayList<>();
    if (config.training().weightDecay() > 0 || tunes(config, Name.WEIGHT_DECAY)) {
      names.add("weight decay to another width");
    }
    if (config.training().l2() > 0 || tunes(config, Name.L2)) {
      names.add("L2 penalty to another width");
    }
    return names;
  }

  private static boolean tunes(ExperimentConfig config, Name name) {
    return config.tune() != null
        && config.tune().hyperparameters().stream().anyMatch(tuned -> tuned.name() == name);
  }

  /**
   * Returns warnings about a training with a recipe, none if all of it is expected to hold.
   *
   * @param file its config is how the network is trained now
   * @param width of the network
   */
  public static List<String> warnings(RecipeFile file, int width) {
    ExperimentConfig now = file.config();
    ExperimentConfig then = file.origin();
    List<String> warnings = new ArrayList<>();
    if (width != then.model().width()) {
      if (!transfers(now)) {
        warnings.add(
            "under parametrization %s what was tuned at width %d is not expected to hold at %d"
                .formatted(now.model().parametrization().keyword(), then.model().width(), width));
      }
      penalties(now)
          .forEach(name -> warnings.add(name + " is not expected to be right; see docs/models.md"));
    }
    TrainingConfig trained = now.training();
    TrainingConfig tuned = then.training();
    changed(warnings, "depth", then.model().depth(), now.model().depth());
    changed(warnings, "batch size", tuned.batch(), trained.batch());
    changed(warnings, "number of steps", tuned.steps(), trained.steps());
    return warnings;
  }

  private static void changed(List<String> warnings, String name, int then, int now) {
    if (then != now) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "tuned at a %s of %d; it is not expected to hold at %d",
              name,
              then,
              now));
    }
  }
}
