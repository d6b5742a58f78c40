package org.retrograde.experiments.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.experiments.python.ModelOutline;

/**
 * The text of a first experiment with a model that stays in Python.
 *
 * @param name of the experiment
 * @param command that makes it, for its first line
 * @param interpreter of Python; empty for the usual one
 */
record PythonConfig(String name, String command, String interpreter) {

  private static final int STEPS = 200;

  /**
   * Returns what is loaded to look at the model, whose roles are not known yet.
   *
   * @param width of it; 0 to have it in one width
   */
  String trial(String file, int width) {
    return String.join("\n", head(file, width)) + "\n\n" + training(FirstConfig.USUAL_RATE, "");
  }

  private List<String> head(String file, int width) {
    List<String> lines = new ArrayList<>();
    lines.add("name: " + TableProposal.text(name));
    lines.add("title: " + TableProposal.text("%s, tuned by hypergradients".formatted(name)));
    lines.add("seed: 1                    # every random number comes from it");
    if (!interpreter.isEmpty()) {
      lines.add("");
      lines.add("run:");
      lines.add("  python: " + TableProposal.text(interpreter));
    }
    lines.add("");
    lines.add("problem:");
    lines.add("  python:");
    lines.add("    file: " + TableProposal.text(file));
    if (width > 0) {
      lines.add(
          "    width: %-13d # make(width) where it is tuned; recipes apply to wider ones"
              .formatted(width));
      lines.add("    base-width: %d".formatted(width));
    }
    return lines;
  }

  /**
   * Returns the text.
   *
   * @param file as the config is to name it
   * @param outline what the file defines
   * @param rate learning rate to start from
   * @param origin where it comes from
   */
  String text(String file, ModelOutline outline, double rate, String origin) {
    List<String> lines = new ArrayList<>();
    lines.add("# Made by `%s` from a model in %s.".formatted(command, outline.framework()));
    lines.add("# Every key: docs/configuration.md; what the file has to define: docs/pytorch.md.");
    lines.addAll(head(file, outline.width()));
    lines.add("    roles:                 # guessed; correct what is wrong");
    int longest =
        outline.parameters().stream().mapToInt(one -> quoted(one).length()).max().orElse(0);
    for (ModelOutline.Parameter parameter : outline.parameters()) {
      lines.add(
          "      %s:%s %-12s # %s"
              .formatted(
                  quoted(parameter),
                  " ".repeat(longest - quoted(parameter).length()),
                  parameter.role().word(),
                  shape(parameter.shape())));
    }
    return String.join("\n", lines) + "\n\n" + training(rate, origin);
  }

  private static String quoted(ModelOutline.Parameter parameter) {
    return TableProposal.text(parameter.name());
  }

  private static String shape(List<Integer> sizes) {
    return sizes.isEmpty()
        ? "a number"
        : String.join(" x ", sizes.stream().map(String::valueOf).toList());
  }

  private static String training(double rate, String origin) {
    String number = String.format(Locale.ROOT, "%.3g", rate);
    String why = origin.isEmpty() ? "" : "# " + origin;
    return """
    training:
      optimizer: adamw
      steps: %d
      learning-rate: %-8s %s
      weight-decay: 0.01

    tune:                      # by exact gradients of final_loss
      iterations: 10
      seeds: 2                 # trainings at once
      check-seeds: 2           # others, by which the best iteration is chosen
      check-every: 5
      clip: 0.3
      meta-optimizer: {name: adam, step: 0.15, betas: [0.9, 0.99], decay: cosine}
      hyperparameters:
        - {name: learning-rate, per: layer, knots: 5}
        - {name: init-scale, per: weight-group}
        - {name: weight-decay, per: all}

    judge:
      seeds: 3                 # that nothing was chosen by
    """
        .formatted(STEPS, number, why);
  }
}
