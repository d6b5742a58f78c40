package org.retrograde.models;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Mlp;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.RuleTable;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.optimizer.StepScaling;

/** Multilayer perceptrons by the sizes of their layers, features first and outputs last. */
public final class Perceptrons {

  private Perceptrons() {}

  /** A network whose weights have multipliers, one a layer. */
  public static NetworkSpec spec(
      List<Integer> sizes, Nonlinearity f, Loss loss, List<Double> ofLayers) {
    return NetworkSpec.of(sizes, f, loss)
        .withMultipliers(ofLayers.stream().flatMap(layer -> Stream.of(layer, 1.0)).toList());
  }

  /** The tensors of one. */
  public static Layout layout(List<Integer> sizes, Nonlinearity f) {
    return new Mlp().layout(NetworkSizes.of(sizes, f));
  }

  /** The width factors of one, where weight decay follows the rate. */
  public static WidthScaling scaling(
      RuleTable rules, StepScaling family, List<Integer> base, List<Integer> sizes) {
    return scaling(rules, family, DecayRule.FOLLOWS_RATE, base, sizes);
  }

  /** The width factors of one. */
  public static WidthScaling scaling(
      RuleTable rules,
      StepScaling family,
      DecayRule decay,
      List<Integer> base,
      List<Integer> sizes) {
    Layout own = layout(sizes, Nonlinearity.TANH);
    return new WidthScaling(rules, family, decay, own.over(layout(base, Nonlinearity.TANH)));
  }
}
