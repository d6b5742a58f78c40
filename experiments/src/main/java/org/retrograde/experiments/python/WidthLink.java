package org.retrograde.experiments.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.Widths;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.data.DataException;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.GroupRole;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;

/**
 * What leads from tuned settings to those of a width: rates are multiplied by the factors of the
 * rule table, and starts by what the table asks for beyond what the model's own initialization does
 * as it grows.
 *
 * @param rates factors of rates
 * @param starts logarithms of the factors of starts
 */
record WidthLink(WidthScaling rates, List<Double> starts) implements Link {

  /** A ratio of drawn sizes this near to one of the usual rules is taken for it. */
  private static final double NEAR = 0.1;

  /** Works out the factors of a model at a width. */
  static WidthLink of(
      PythonModel model, ExperimentConfig config, Parametrization parametrization, int width) {
    Widths widths = config.widths();
    List<ModelTensors.Named> wide = model.tensors(width).tensors();
    List<ModelTensors.Named> base = model.tensors(widths.base()).tensors();
    requireSameNames(wide, base, width);
    List<GroupRole> roles = new ArrayList<>();
    for (int g = 0; g < wide.size(); g++) {
      TensorRole role = model.roles().of(base.get(g));
      roles.add(new GroupRole(role.role(), role.fans(wide.get(g), base.get(g))));
    }
    WidthScaling rates =
        new WidthScaling(
            parametrization,
            config.training().optimizer().scaling(),
            DecayRule.FOLLOWS_RATE,
            roles);
    double[] starts = new double[roles.size()];
    if (width != widths.base()) {
      double[] now = model.sizes(width);
      double[] then = model.sizes(widths.base());
      for (int g = 0; g < starts.length; g++) {
        if (roles.get(g).role().isWeight() && then[g] > 0 && now[g] > 0) {
          double grown = usual(now[g] / then[g], roles.get(g));
          starts[g] = Math.log(rates.of(g).initScale() / grown);
        }
      }
    }
    return new WidthLink(rates, Arrays.stream(starts).boxed().toList());
  }

  private static void requireSameNames(
      List<ModelTensors.Named> wide, List<ModelTensors.Named> base, int width) {
    List<String> there = wide.stream().map(ModelTensors.Named::name).toList();
    List<String> known = base.stream().map(ModelTensors.Named::name).toList();
    if (!there.equals(known)) {
      throw new DataException(
          "at width %d the model has the parameters %s, at the base width %s; a recipe needs the same"
              .formatted(width, there, known));
    }
  }

  /**
   * Returns what the model's own initialization does as the width grows, without the noise of a
   * draw.
   */
  private static double usual(double ratio, GroupRole group) {
    double growth =
        group.role().isReadout() || group.role().isHidden() ? group.fans().growthIn() : 1;
    double nearest =
        DoubleStream.of(1 / Math.sqrt(growth), 1, 1 / growth)
            .boxed()
            .min(Comparator.comparingDouble(rule -> Math.abs(Math.log(ratio / rule))))
            .orElseThrow();
    return Math.abs(Math.log(ratio / nearest)) < NEAR ? nearest : ratio;
  }

  @Override
  public RunSettings effective(RunSettings tuned) {
    RunSettings effective = rates.effective(tuned);
    for (int g = 0; g < starts.size(); g++) {
      effective.initLogScale()[g] += starts.get(g);
    }
    return effective;
  }

  @Override
  public RunSettings pullBack(RunSettings derivative) {
    return rates.pullBack(derivative);
  }
}
