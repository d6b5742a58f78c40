package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.hypergrad.check.DerivativeFinding.Kind;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;

/**
 * The derivatives of &lt;g, u&gt; by what enters the training loss beside the weights: each loss
 * parameter of the settings, and the penalties where there are any.
 *
 * @param run on a device of precision float64
 * @param random draws directions
 */
record MixedDerivatives(TrainingRun run, RandomGenerator random) {

  List<DerivativeFinding> at(int step, List<double[]> weights) {
    Map<String, Function<RunSettings, double[]>> blocks = blocks();
    if (blocks.isEmpty()) {
      return List.of();
    }
    List<double[]> u = Direction.random(random, weights);
    HostView view = new HostView(run);
    view.product(step, weights, u);
    RunSettings settings = run.settings();
    RunSettings derivative =
        new RunSettings(settings.coefficients().steps(), view.objective().groups());
    view.objective().collect(derivative);
    List<DerivativeFinding> findings = new ArrayList<>();
    blocks.forEach(
        (name, block) -> {
          double[] along = Direction.random(random, List.of(block.apply(settings))).get(0);
          double[] exact = block.apply(derivative);
          double scale = Direction.norm(exact) * Direction.norm(along) / Math.sqrt(exact.length);
          double product = Direction.dot(List.of(exact), List.of(along));
          double positive = scale > 0 ? scale : Double.MIN_NORMAL;
          Difference difference =
              Difference.of(
                  positive,
                  h -> {
                    RunSettings moved = settings.copy();
                    add(h, along, block.apply(moved));
                    HostView there = new HostView(run.withSettings(moved));
                    return Direction.dot(there.slope(step, weights).gradient(), u);
                  });
          findings.add(
              DerivativeFinding.of(
                  Kind.MIXED, name, step, difference, new double[] {product}, positive));
        });
    return findings;
  }

  private Map<String, Function<RunSettings, double[]>> blocks() {
    Map<String, Function<RunSettings, double[]>> blocks = new LinkedHashMap<>();
    RunSettings settings = run.settings();
    if (Arrays.stream(settings.l2()).anyMatch(value -> value != 0)) {
      blocks.put("L2 penalty", RunSettings::l2);
    }
    for (String name : settings.lossParameterNames()) {
      blocks.put(name, of -> of.lossParameter(name));
    }
    return blocks;
  }

  private static void add(double scale, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += scale * from[i];
    }
  }
}
