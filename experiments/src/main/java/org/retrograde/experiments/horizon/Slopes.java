package org.retrograde.experiments.horizon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Derivatives of the logarithm of the mean final loss by the numbers of an arm, each the same at
 * every step; the learning rate by its logarithm.
 *
 * @param byNumber by the words of the coefficients; NaN where a run left the numbers
 */
record Slopes(Map<String, Double> byNumber) {

  static Slopes of(RunSettings settings, List<Outcome<Derivative.Found>> found) {
    Map<String, Double> slopes = new LinkedHashMap<>();
    for (Coefficient coefficient : settings.coefficients().coefficients()) {
      slopes.put(coefficient.word(), slope(settings, found, coefficient));
    }
    return new Slopes(slopes);
  }

  private static double slope(
      RunSettings settings, List<Outcome<Derivative.Found>> found, Coefficient coefficient) {
    double[][] values = settings.coefficients().copyOf(coefficient);
    double sum = 0;
    double losses = 0;
    for (Outcome<Derivative.Found> one : found) {
      Derivative.Found derivative = one.found();
      if (derivative == null) {
        return Double.NaN;
      }
      double[][] slopes = derivative.derivative().coefficients().copyOf(coefficient);
      for (int t = 0; t < slopes.length; t++) {
        for (int g = 0; g < slopes[t].length; g++) {
          sum += slopes[t][g] * (coefficient.equals(Coefficient.LEARNING_RATE) ? values[t][g] : 1);
        }
      }
      losses += derivative.finalLoss();
    }
    return sum / losses;
  }

  /** Returns the words of the numbers that some arms have. */
  static List<String> words(Iterable<List<Slopes>> all) {
    List<String> words = new ArrayList<>();
    for (List<Slopes> arm : all) {
      for (Slopes one : arm) {
        one.byNumber().keySet().stream().filter(word -> !words.contains(word)).forEach(words::add);
      }
    }
    return words;
  }
}
