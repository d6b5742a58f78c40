package org.retrograde.experiments.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * A recipe for a model of the user's own in PyTorch: what each parameter is trained with, those of
 * equal numbers together, and how far its start is scaled.
 *
 * @param experiment its name
 * @param module name of the user's file, without its ending
 * @param made expression of Python that makes the model
 * @param extras what its loss takes beside model and batch, as arguments of Python
 * @param steps of the tuned training
 * @param isAdam whether the optimizer is AdamW, else SGD
 * @param groups parameters that have all numbers in common
 * @param starts factors of starts that are not 1, by parameter
 * @param penalties factors of sums of squares in the loss that are not 0, by parameter
 * @param clip largest norm of the gradient; 0 for none
 */
public record ModuleRecipe(
    String experiment,
    String module,
    String made,
    String extras,
    int steps,
    boolean isAdam,
    List<ValueGroup> groups,
    Map<String, Double> starts,
    Map<String, Double> penalties,
    double clip) {

  /**
   * Groups a recipe by its values.
   *
   * @param config of the experiment
   * @param module name of the user's file, without its ending
   * @param made expression of Python that makes the model
   * @param extras arguments of its loss beside model and batch
   * @param names of the parameters
   * @param effective settings of a run of the width that is exported
   * @throws ExportException if no optimizer of PyTorch takes these steps
   */
  public static ModuleRecipe of(
      ExperimentConfig config,
      String module,
      String made,
      String extras,
      List<String> names,
      RunSettings effective) {
    Optimizer optimizer = config.training().optimizer();
    if (!config.training().average().equals(new LastIterate())) {
      throw new ExportException(
          "training.average is %s; the file trains and keeps none. Without: --set training.average=none"
              .formatted(config.training().average().word()));
    }
    if (effective.hasMultipliers()) {
      throw new ExportException(
          "multipliers act in the forward pass, which is the model's own; tune init-scale instead");
    }
    if (effective.l2PerParameter().stream()
        .anyMatch(one -> Arrays.stream(one).anyMatch(l2 -> l2 != 0))) {
      throw new ExportException("penalties of single weights are not written to files");
    }
    Map<String, Double> starts = new LinkedHashMap<>();
    Map<String, Double> penalties = new LinkedHashMap<>();
    for (int g = 0; g < names.size(); g++) {
      if (effective.initLogScale()[g] != 0) {
        starts.put(names.get(g), Math.exp(effective.initLogScale()[g]));
      }
      if (effective.l2()[g] != 0) {
        penalties.put(names.get(g), effective.l2()[g]);
      }
    }
    return new ModuleRecipe(
        config.name(),
        module,
        made,
        extras,
        effective.coefficients().steps(),
        optimizer instanceof AdamW,
        ValueGroup.of(names, g -> numbers(optimizer, effective.coefficients(), g)),
        starts,
        penalties,
        config.training().clip());
  }

  /** Returns whether Python can import the user's file by a statement. */
  public boolean isPlainName() {
    return module.matches("[A-Za-z_][A-Za-z0-9_]*");
  }

  /** Returns the file. */
  public String source() {
    return Templates.fill("pytorchModule", Map.of("recipe", this));
  }

  private static Map<String, String> numbers(Optimizer optimizer, CoefficientTable table, int g) {
    Map<String, String> numbers = new LinkedHashMap<>();
    double[] rates = column(table, Coefficient.LEARNING_RATE, g);
    switch (optimizer.word()) {
      case "adamw" -> adam(numbers, table, g, rates);
      case "momentum" -> {
        String decays = text(column(table, Coefficient.MOMENTUM, g));
        numbers.put("lr", text(rates));
        numbers.put("momentum", decays);
        numbers.put("dampening", decays);
      }
      case "heavy-ball" -> {
        numbers.put("lr", text(rates));
        numbers.put("momentum", text(column(table, Coefficient.MOMENTUM, g)));
      }
      default ->
          throw ExportException.unknown(optimizer, "a model of your own in PyTorch", List.of());
    }
    return numbers;
  }

  /**
   * AdamW takes the power of the last beta for the product of all of them in what a mean that began
   * at 0 lacks; where betas move, rate, epsilon and weight decay make up for the difference.
   */
  private static void adam(
      Map<String, String> numbers, CoefficientTable table, int g, double[] rates) {
    double[] beta1 = column(table, Coefficient.BETA1, g);
    double[] beta2 = column(table, Coefficient.BETA2, g);
    double[] epsilon = column(table, Coefficient.EPSILON, g);
    double[] decay = column(table, Coefficient.WEIGHT_DECAY, g);
    if (moves(beta1) || moves(beta2)) {
      double product1 = 1;
      double product2 = 1;
      for (int t = 0; t < rates.length; t++) {
        product1 *= beta1[t];
        product2 *= beta2[t];
        double mean = (1 - Math.pow(beta1[t], t + 1)) / (1 - product1);
        double root = Math.sqrt((1 - product2) / (1 - Math.pow(beta2[t], t + 1)));
        rates[t] *= mean * root;
        epsilon[t] *= root;
        decay[t] /= mean * root;
      }
    }
    numbers.put("lr", text(rates));
    numbers.put("beta1", text(beta1));
    numbers.put("beta2", text(beta2));
    numbers.put("eps", text(epsilon));
    numbers.put("weight_decay", text(decay));
  }

  private static double[] column(CoefficientTable table, Coefficient coefficient, int group) {
    return IntStream.range(0, table.steps())
        .mapToDouble(step -> table.get(coefficient, step, group))
        .toArray();
  }

  private static boolean moves(double[] values) {
    return Arrays.stream(values).anyMatch(value -> value != values[0]);
  }

  private static String text(double[] values) {
    return moves(values)
        ? NumberText.python(Arrays.stream(values).boxed().toList(), 8)
        : Double.toString(values[0]);
  }
}
