package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * What usually helps against a rough landscape, and is not there yet.
 *
 * @param problem that is trained
 */
record Remedies(TrainingProblem problem) {

  /** A tuned width of this many units has been wide enough in every sweep of docs/mup.md. */
  private static final int WIDE = 64;

  /** Returns a sentence for where training is beyond the edge of stability. */
  String ofChaos() {
    ExperimentConfig config = problem.config();
    TuneConfig tune = config.tune();
    List<String> remedies = new ArrayList<>();
    remedies.add("a smaller learning rate or momentum");
    if (config.training().warmup() == 0) {
      remedies.add("a warm-up (training.warmup)");
    }
    if (config.training().clip() == 0) {
      remedies.add("clipping (training.clip)");
    }
    if (tune != null && tune.lastSteps() == 0) {
      remedies.add("going back fewer steps (tune.last-steps)");
    }
    remedies.add("fewer steps");
    return sentence(remedies);
  }

  /** Returns a sentence for where meta-steps of the size of the config's do not lower the loss. */
  String ofRoughness() {
    List<String> remedies = new ArrayList<>();
    ExperimentConfig config = problem.config();
    remedies.add("a smaller learning rate");
    if (config.tune() != null) {
      remedies.add("a smaller meta-step (tune.meta-optimizer.step)");
      remedies.add("more seeds (tune.seeds)");
    }
    if (problem instanceof Workbench network) {
      if (config.training().batch() < network.training().rows()) {
        remedies.add("a larger batch (training.batch)");
      }
      if (config.model().activation() == Nonlinearity.RELU) {
        remedies.add("a smoother activation such as tanh");
      }
    }
    remedies.add("fewer steps");
    return sentence(remedies);
  }

  /** Returns a sentence for where hypergradients of several widths do not agree. */
  String ofWidths() {
    List<String> remedies = new ArrayList<>();
    if (problem.config().model().parametrization().equals(Parametrization.STANDARD)) {
      remedies.add("model.parametrization mup");
    }
    if (problem.width() < WIDE) {
      remedies.add("a tuned width of at least " + WIDE);
    }
    remedies.add("more seeds (tune.seeds), where hypergradients are near 0");
    return sentence(remedies);
  }

  private static String sentence(List<String> remedies) {
    return "What usually helps: " + String.join(", ", remedies) + ".";
  }
}
