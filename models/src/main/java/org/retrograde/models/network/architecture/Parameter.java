package org.retrograde.models.network.architecture;

import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.models.parametrization.DepthScaling;
import org.retrograde.models.parametrization.Fans;
import org.retrograde.models.parametrization.GroupRole;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * One tensor of a network and what it is there.
 *
 * @param group its name and shape; whether it is a hidden matrix is told by the role
 * @param layer what it belongs to, counted from 0: those of one layer share a value where one is
 *     tuned for each layer, and a colour
 * @param module its type, such as {@code query}, and its block: those of one type share a value
 *     where one is tuned for each type
 * @param role which of its fans grow with the width, and whether it is a weight
 * @param fanIn numbers that enter one unit of it, at least 1; 1 for a bias
 * @param fanOut units, at least 1
 * @param variance of its start, times its fan-in in the base network, where starts follow the
 *     fan-in: 1, or 2 before a rectifier; 0 for what starts at zero
 * @param depth how it follows the depth
 * @param gradient standard deviation of the derivative of the loss with respect to it at the start
 *     in the unit form, times the root of the rows of a batch; 0 where the architecture does not
 *     know
 */
public record Parameter(
    ParameterGroup group,
    int layer,
    ModulePlace module,
    Role role,
    int fanIn,
    int fanOut,
    double variance,
    DepthScaling depth,
    double gradient) {

  /** Checks the ranges. */
  public Parameter {
    boolean isHiddenMatrix = role.isWeight() && role.isHidden();
    group = new ParameterGroup(group.name(), group.rows(), group.cols(), isHiddenMatrix);
    if (layer < 0 || fanIn < 1 || fanOut < 1 || !(variance >= 0 && gradient >= 0)) {
      throw new IllegalArgumentException(
          ("parameter %s must have a layer of at least 0, fans of at least 1, a variance and a"
                  + " gradient of at least 0, got %d, %d, %d, %s and %s")
              .formatted(group.name(), layer, fanIn, fanOut, variance, gradient));
    }
  }

  /**
   * Makes one that follows no rule of the depth, and whose type is its role. A layer is a block,
   * from 1, but for what is of the outputs, which is in none.
   */
  public Parameter(
      ParameterGroup group, int layer, Role role, int fanIn, int fanOut, double variance) {
    this(
        group,
        layer,
        new ModulePlace(role.label(), role.outGrows() ? layer + 1 : 0),
        role,
        fanIn,
        fanOut,
        variance,
        DepthScaling.NONE,
        0);
  }

  /** Makes a weight matrix [fan-in, fan-out] before no rectifier. */
  public static Parameter weights(String name, int layer, Role role, int fanIn, int fanOut) {
    return new Parameter(new ParameterGroup(name, fanIn, fanOut), layer, role, fanIn, fanOut, 1);
  }

  /** Makes a bias [1, units], which starts at zero. */
  public static Parameter bias(String name, int layer, Role role, int units) {
    return new Parameter(new ParameterGroup(name, 1, units), layer, role, 1, units, 0);
  }

  /**
   * Returns these weights as ones whose products enter a nonlinearity: twice the variance before a
   * rectifier, smooth or not, which lets about half of it through.
   */
  public Parameter before(Nonlinearity f) {
    return new Parameter(
        group, layer, module, role, fanIn, fanOut, gain(f) * variance, depth, gradient);
  }

  /** Returns the same as a part of a residual branch. */
  public Parameter inBranch(DepthScaling scaling) {
    return new Parameter(group, layer, module, role, fanIn, fanOut, variance, scaling, gradient);
  }

  /** Returns the same as a module of a type, in a block or, with 0, in none. */
  public Parameter in(ModulePlace place) {
    return new Parameter(group, layer, place, role, fanIn, fanOut, variance, depth, gradient);
  }

  /** Returns the same with a known size of derivatives. */
  Parameter withGradient(double size) {
    return new Parameter(group, layer, module, role, fanIn, fanOut, variance, depth, size);
  }

  /** Returns the variance of weights before a nonlinearity over that of others. */
  static double gain(Nonlinearity f) {
    return switch (f) {
      case RELU, GELU, SILU -> 2;
      case TANH, LOGISTIC, SQUARED_RELU -> 1;
    };
  }

  /** Returns the name. */
  public String name() {
    return group.name();
  }

  /** Returns what a rule table asks of this, where it is {@code base} in the base network. */
  GroupRole over(Parameter base) {
    return new GroupRole(role, new Fans(fanIn, fanOut, base.fanIn, base.fanOut), depth, gradient);
  }
}
