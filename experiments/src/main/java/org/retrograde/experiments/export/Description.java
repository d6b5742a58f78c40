package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ModelConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.runner.RecipeFile;
import org.retrograde.experiments.runner.TransferLimits;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** What the head of every exported file says. */
final class Description {

  private Description() {}

  static String title(ExportedRecipe recipe, String library) {
    return "The recipe of experiment %s for %s, exported by Retrograde."
        .formatted(recipe.config().name(), library);
  }

  /** Returns paragraphs, filled, with empty lines between them. */
  static List<String> lines(ExportedRecipe recipe) {
    ExperimentConfig config = recipe.config();
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(network(recipe));
    paragraphs.add(training(config.training()));
    paragraphs.add(
        "Nothing is multiplied in the forward pass: multipliers are folded into start, learning"
            + " rate, epsilon, decay and penalty (form T3 of Tensor Programs V, arXiv"
            + " 2203.03466).");
    paragraphs.add(widths(recipe));
    paragraphs.add(limits(config));
    if (!recipe.holdsAll()) {
      paragraphs.add(RecipeFile.NOT_HELD);
    }
    List<String> lines = new ArrayList<>();
    for (String paragraph : paragraphs) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(Template.lines(List.of(paragraph.split(" ", -1)), 3, " "));
    }
    return lines;
  }

  private static String network(ExportedRecipe recipe) {
    ModelConfig model = recipe.config().model();
    return ("A network of %d inputs, %d hidden layers of %s units and %d outputs, trained by %s on"
            + " inputs from which the mean of the training rows is subtracted%s.")
        .formatted(
            recipe.family().features(),
            model.depth(),
            model.activation().name().toLowerCase(Locale.ROOT),
            recipe.family().classes(),
            model.loss() == Loss.CROSS_ENTROPY
                ? "softmax cross entropy"
                : "squared error (of one-hot labels, averaged over rows and outputs)",
            isBytes(recipe.config()) ? " (grey levels divided by 255 first)" : "");
  }

  private static boolean isBytes(ExperimentConfig config) {
    String source = config.data().getClass().getSimpleName();
    return source.equals("Mnist") || source.equals("Idx");
  }

  private static String training(TrainingConfig training) {
    return "%d steps of %d rows, %s, by %s%s. Warm-up and decay are in the schedules."
        .formatted(
            training.steps(),
            training.batch(),
            training.sampling() == TrainingConfig.Sampling.EPOCHS
                ? "every row once an epoch, in a new order each time"
                : "drawn independently",
            training.optimizer().label()
                + (training.optimizer().equals(new Momentum(MomentumForm.PAPER))
                    ? " (v <- gamma v - (1 - gamma) g, x <- x + rate v)"
                    : ""),
            training.clip() == 0
                ? ""
                : ", gradients clipped to a global norm of " + training.clip());
  }

  private static String widths(ExportedRecipe recipe) {
    int base = recipe.config().model().baseWidth();
    Parametrization rules = recipe.config().model().parametrization();
    String powers =
        "Tuned at width %d. Every number stands at the base width %d, with the power of width / %d"
            .formatted(recipe.tunedWidth(), base, base);
    return rules.transfers()
        ? powers + " by which it follows the width (muP)."
        : powers
            + " by which it follows the width under the parametrization \"%s\", under which the"
                .formatted(rules.label())
            + " numbers are not expected to be right at another width.";
  }

  private static String limits(ExperimentConfig config) {
    return "Not expected to transfer: " + String.join("; ", TransferLimits.of(config)) + ".";
  }
}
