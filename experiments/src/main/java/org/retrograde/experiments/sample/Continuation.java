package org.retrograde.experiments.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * What a trained network of tokens writes after some others, one token at a time, each drawn by the
 * probabilities that it gives, which a temperature flattens or sharpens.
 *
 * @param prompt numbers of the tokens to begin with, at least one
 * @param tokens how many to add, at least 1
 * @param temperature that outputs are divided by, at least 0; 0 takes the likeliest token
 * @param window tokens that the network sees together, at least 1; it is given the last ones
 */
record Continuation(List<Integer> prompt, int tokens, double temperature, int window)
    implements Want<Continuation.Found> {

  Continuation {
    prompt = List.copyOf(prompt);
  }

  /**
   * What was added.
   *
   * @param tokens their numbers
   */
  record Found(List<Integer> tokens) {

    Found {
      tokens = List.copyOf(tokens);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    TrainingRun run = problem.runTuned(settings, width, seed);
    Trained trained = run.train();
    NetworkObjective objective = (NetworkObjective) run.objective();
    List<Tensor> weights = trained.effectiveWeights();
    return new Found(written(text -> outputs(problem.device(), objective, weights, text), seed));
  }

  /**
   * Draws one token after the other.
   *
   * @param outputs for the token that follows a text
   * @param seed of the draws
   */
  List<Integer> written(Function<List<Integer>, double[]> outputs, long seed) {
    RandomGenerator random = new Well19937c(Seeds.of(seed, "sample", 0));
    List<Integer> text = new ArrayList<>(prompt);
    for (int i = 0; i < tokens; i++) {
      text.add(drawn(outputs.apply(text), random.nextDouble()));
    }
    return text.subList(prompt.size(), text.size());
  }

  /** Returns the outputs for the token after the last one. No token sees those behind it. */
  private double[] outputs(
      Device device, NetworkObjective objective, List<Tensor> weights, List<Integer> text) {
    int seen = Math.min(window, text.size());
    double[] tokens = new double[window];
    for (int i = 0; i < seen; i++) {
      tokens[i] = text.get(text.size() - seen + i);
    }
    Tensor inputs = device.tensor(window, new InputShape.Token(window).features());
    inputs.assign(tokens);
    List<double[]> probes = objective.probe(new DeviceData(inputs, inputs), weights);
    double[] all = probes.get(probes.size() - 1);
    int classes = all.length / window;
    double[] last = new double[classes];
    System.arraycopy(all, (seen - 1) * classes, last, 0, classes);
    return last;
  }

  /**
   * Draws a token.
   *
   * @param outputs logarithms of its probabilities, but for a constant
   * @param uniform in [0, 1)
   */
  int drawn(double[] outputs, double uniform) {
    int likeliest = 0;
    for (int i = 1; i < outputs.length; i++) {
      likeliest = outputs[i] > outputs[likeliest] ? i : likeliest;
    }
    if (temperature == 0) {
      return likeliest;
    }
    double[] upTo = new double[outputs.length];
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum += Math.exp((outputs[i] - outputs[likeliest]) / temperature);
      upTo[i] = sum;
    }
    int token = 0;
    while (token < outputs.length - 1 && upTo[token] <= uniform * sum) {
      token++;
    }
    return token;
  }
}
