package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** What tests A2 and A3 ask of networks of any architecture. */
final class FormsOfMup {

  static final int STEPS = 30;

  /** An update rule and its rate. */
  record Rule(String name, Optimizer optimizer, double rate) {

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Rule> RULES =
      List.of(
          new Rule("momentum", new Momentum(MomentumForm.HEAVY_BALL), 0.05),
          new Rule("AdamW", new AdamW(), 0.02));

  private FormsOfMup() {}

  /** A3: every form of muP has the same training losses. */
  static void assertTrainAlike(Function<Parametrization, List<Double>> losses) {
    List<Double> mup = losses.apply(Parametrization.MUP);
    assertThat(mup.get(STEPS - 1)).isLessThan(mup.get(0));
    for (Parametrization form :
        List.of(Parametrization.MUP_T3, Parametrization.MUP_T9, Parametrization.UNIT)) {
      assertThat(distance(mup, losses.apply(form))).as("%s", form).isLessThan(1e-11);
    }
  }

  /** The control of A3: what is no form of muP trains otherwise. */
  static void assertStandardTrainsOtherwise(Function<Parametrization, List<Double>> losses) {
    assertThat(distance(losses.apply(Parametrization.MUP), losses.apply(Parametrization.STANDARD)))
        .isGreaterThan(1e-3);
  }

  /** A2: at the base width all factors are 1, but for the unit form. */
  static void assertNothingChangesAtTheBase(Rule rule, Architecture network, NetworkSizes base) {
    for (Parametrization form : Parametrization.values()) {
      if (form != Parametrization.UNIT && form != Parametrization.U_MUP) {
        WidthScaling scaling = scaling(rule, network, form, base, base);
        IntStream.range(0, network.layout(base).parameters().size())
            .forEach(g -> assertThat(scaling.of(g)).as("%s", form).isEqualTo(WidthFactors.ONE));
      }
    }
  }

  private static double distance(List<Double> one, List<Double> other) {
    return IntStream.range(0, STEPS)
        .mapToDouble(t -> Math.abs(other.get(t) / one.get(t) - 1))
        .max()
        .orElseThrow();
  }

  static WidthScaling scaling(
      Rule rule, Architecture network, Parametrization form, NetworkSizes own, NetworkSizes base) {
    return new WidthScaling(
        form,
        rule.optimizer().scaling(),
        DecayRule.FOLLOWS_RATE,
        network.layout(own).over(network.layout(base)));
  }

  /** The same rates and decays in every step and group. */
  static RunSettings settings(Rule rule, List<ParameterGroup> groups, int steps) {
    RunSettings settings = new RunSettings(steps, groups);
    for (Coefficient coefficient : rule.optimizer().coefficients()) {
      double value =
          switch (coefficient.use()) {
            case RATE -> rule.rate();
            case GRADIENT_SIZE -> 1e-3;
            case DECAY -> 0.9;
            case WEIGHT_DECAY, NUMBER -> 0;
          };
      settings.coefficients().fill(coefficient, value);
    }
    return settings.withExactDecays();
  }
}
