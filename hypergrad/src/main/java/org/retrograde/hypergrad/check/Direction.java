package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/** Directions in the weights, as large in each group as its weights are. */
final class Direction {

  private Direction() {}

  /** Draws one in every group. */
  static List<double[]> random(RandomGenerator random, List<double[]> weights) {
    List<double[]> direction = new ArrayList<>();
    for (double[] group : weights) {
      double[] part = new double[group.length];
      for (int i = 0; i < part.length; i++) {
        part[i] = random.nextGaussian();
      }
      direction.add(resized(part, group));
    }
    return direction;
  }

  /** Returns an array as long as the weights of a group, or as if each of them were 1. */
  static double[] resized(double[] array, double[] weights) {
    double norm = norm(weights);
    double length = norm > 0 ? norm : Math.sqrt(weights.length);
    double factor = length / norm(array);
    double[] result = new double[array.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = factor * array[i];
    }
    return result;
  }

  /** Returns zeros in every group but one. */
  static List<double[]> in(int group, double[] part, List<double[]> weights) {
    List<double[]> direction = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      direction.add(g == group ? part : new double[weights.get(g).length]);
    }
    return direction;
  }

  /** Returns weights + h direction. */
  static List<double[]> moved(List<double[]> weights, double h, List<double[]> direction) {
    List<double[]> result = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      double[] part = weights.get(g).clone();
      for (int i = 0; i < part.length; i++) {
        part[i] += h * direction.get(g)[i];
      }
      result.add(part);
    }
    return result;
  }

  static double dot(List<double[]> a, List<double[]> b) {
    double sum = 0;
    for (int g = 0; g < a.size(); g++) {
      for (int i = 0; i < a.get(g).length; i++) {
        sum += a.get(g)[i] * b.get(g)[i];
      }
    }
    return sum;
  }

  static double norm(double[] array) {
    return Math.sqrt(dot(List.of(array), List.of(array)));
  }

  static double norm(List<double[]> arrays) {
    return Math.sqrt(dot(arrays, arrays));
  }
}
