package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.word.Keyword;

/**
 * One training run: its length, its optimizer and its untuned settings.
 *
 * @param steps optimizer steps, at least 1
 * @param batch rows of a step, at least 1 and at most the training rows
 * @param optimizer the update rule
 * @param learningRate peak learning rate, above 0
 * @param coefficients values by the words of coefficients, of this optimizer or others, but the
 *     learning rate; keys of their own in a file
 * @param clip largest global norm of a gradient; 0 does not clip
 * @param layerRates how the learning rates of layers start, relative to each other
 * @param schedule how the learning rate moves
 * @param warmup fraction of the steps over which every learning rate rises from 0, in [0, 1)
 * @param decay how every learning rate falls to 0 after that, on top of its schedule
 * @param initScale what initial weights and biases are multiplied by, above 0
 * @param l2 penalty on the squared weights, at least 0
 * @param labelSmoothing part of each target that all classes share, in [0, 1)
 * @param zLoss coefficient of the mean squared log-sum-exp of the outputs, at least 0
 * @param sampling how batches are drawn
 * @param average of the weights by which a run is judged
 */
public record TrainingConfig(
    int steps,
    int batch,
    Optimizer optimizer,
    double learningRate,
    @JsonAnySetter @JsonAnyGetter Map<String, Double> coefficients,
    double clip,
    LayerRates layerRates,
    Schedule schedule,
    double warmup,
    Schedule decay,
    double initScale,
    double l2,
    double labelSmoothing,
    double zLoss,
    Sampling sampling,
    IterateAverage average) {

  /** The keys that only a cross entropy has; 0 is none of it. */
  static final List<String> OF_CROSS_ENTROPY = List.of("label-smoothing", "z-loss");

  /** Copies the map, in the order of the catalogue. */
  public TrainingConfig {
    coefficients = ordered(coefficients);
  }

  private static Map<String, Double> ordered(Map<String, Double> values) {
    Map<String, Double> ordered = new LinkedHashMap<>();
    for (String word : Optimizers.COEFFICIENTS.words()) {
      if (values.containsKey(word)) {
        ordered.put(word, values.get(word));
      }
    }
    return Collections.unmodifiableMap(ordered);
  }

  /** Returns the value of a coefficient but the learning rate, the usual one if none is set. */
  public double coefficient(Coefficient coefficient) {
    return coefficients.getOrDefault(coefficient.word(), optimizer.usual(coefficient));
  }

  /** Returns what every learning rate is multiplied by, tuned or not: warm-up, then decay. */
  public Schedule envelope() {
    return warmup == 0 ? decay : new Warmup().then(warmup, decay);
  }

  /** How the learning rates of layers start, relative to each other. */
  public enum LayerRates implements Keyword {
    /** All alike. */
    UNIFORM("all alike"),
    /** In proportion to the signal-to-noise ratio of each first gradient. */
    SAI(
        "by the signal-to-noise ratio of the first gradient (SGD-SaI), not where steps are"
            + " normalized"),
    /** In proportion to the square root of each tensor's size. */
    SQRT_SIZE("by the square root of the size"),
    /** So that the first step changes every weight matrix by the same fraction. */
    EQUAL_UPDATE("so that the first step changes every weight matrix by the same fraction");

    private final String meaning;

    LayerRates(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** How batches are drawn. */
  public enum Sampling implements Keyword {
    /** Every row once, in a new order each time, but for those too few for a batch. */
    EPOCHS(
        "every row once, in a new order each time, but for those left over at an epoch's end, too"
            + " few for a batch"),
    /** Independent draws. */
    WITH_REPLACEMENT("independent draws"),
    /** As the rows stand, the same batches in every epoch. */
    IN_ORDER(
        "as the rows stand, the same batches in every epoch and for every seed, which need not be"
            + " copied (rows left over at the end, too few for a batch, are never trained on)");

    private final String meaning;

    Sampling(String meaning) {
      this.meaning = meaning;
    }

    /** Returns which of some rows each step sees. */
    public BatchPlan plan(long seed, int rows, int steps, int batch) {
      return switch (this) {
        case EPOCHS -> BatchPlans.epochs(seed, rows, steps, batch);
        case WITH_REPLACEMENT -> BatchPlans.withReplacement(seed, rows, steps, batch);
        case IN_ORDER -> BatchPlans.inOrder(rows, steps, batch);
      };
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
