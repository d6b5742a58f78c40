package org.retrograde.reversible.trajectory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/**
 * Where a run starts: weights as they were drawn, times a scale for each parameter group.
 *
 * <p>Each product is rounded to double precision, then truncated toward zero to the fixed point.
 *
 * @param drawn one tensor a group, of precision float64. Never modified, so runs may share them.
 * @param scales one a group
 */
public record Start(List<Tensor> drawn, List<Double> scales) {

  /** Copies the lists. */
  public Start {
    drawn = List.copyOf(drawn);
    scales = List.copyOf(scales);
    if (drawn.size() != scales.size()) {
      throw new IllegalArgumentException(
          "%d tensors need as many scales, got %s".formatted(drawn.size(), scales));
    }
    for (Tensor tensor : drawn) {
      if (tensor.precision() != Precision.FLOAT64) {
        throw new IllegalArgumentException("a start is of FLOAT64, got " + tensor.precision());
      }
    }
  }

  /** Makes a start of weights as they were drawn. */
  public Start(List<Tensor> drawn) {
    this(drawn, Collections.nCopies(drawn.size(), 1.0));
  }

  /**
   * Copies weights to a device.
   *
   * @param values row by row, one array a group
   * @return new tensors of precision float64
   * @throws IllegalArgumentException if they are not as many as groups, or not as long
   */
  public static List<Tensor> copy(
      Device device, List<ParameterGroup> groups, List<double[]> values) {
    requireOneEach(groups, values);
    List<Tensor> drawn = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      ParameterGroup group = groups.get(g);
      if (values.get(g).length != group.size()) {
        throw new IllegalArgumentException(
            "parameter group %s is %d x %d and needs %d first weights, got %d"
                .formatted(
                    group.name(), group.rows(), group.cols(), group.size(), values.get(g).length));
      }
      Tensor tensor = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
      tensor.assign(values.get(g));
      drawn.add(tensor);
    }
    return drawn;
  }

  private static void requireOneEach(List<ParameterGroup> groups, List<?> weights) {
    if (weights.size() != groups.size()) {
      throw new IllegalArgumentException(
          "there are %d parameter groups, but first weights for %d"
              .formatted(groups.size(), weights.size()));
    }
  }

  /** Refuses weights that are not those of the groups. */
  void requireShapes(List<ParameterGroup> groups) {
    requireOneEach(groups, drawn);
    for (int g = 0; g < groups.size(); g++) {
      ParameterGroup group = groups.get(g);
      Tensor weights = drawn.get(g);
      if (weights.rows() != group.rows() || weights.cols() != group.cols()) {
        throw new IllegalArgumentException(
            "parameter group %s is %d x %d, but its first weights are %d x %d"
                .formatted(
                    group.name(), group.rows(), group.cols(), weights.rows(), weights.cols()));
      }
    }
  }

  /**
   * Adds the weights of a group to its position.
   *
   * <p>Rounding commutes with powers of two, so that the scale may take the fixed point's in and
   * nothing is copied; but for numbers too small for a double's digits, which are less than a unit
   * of the fixed point either way, and where the scale becomes too large for a double.
   */
  void addTo(FixedVector position, Device device, int group) {
    Tensor weights = drawn.get(group);
    double scale = scales.get(group);
    if (Double.isFinite(Math.scalb(scale, position.fractionBits()))) {
      position.addScaled(scale, weights);
      return;
    }
    Tensor product = device.tensor(Precision.FLOAT64, weights.rows(), weights.cols());
    product.assignScaled(scale, weights);
    position.addScaled(1, product);
  }
}
