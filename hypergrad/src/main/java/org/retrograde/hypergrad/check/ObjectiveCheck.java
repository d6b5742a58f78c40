package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.hypergrad.check.DerivativeFinding.Kind;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Precision;

/**
 * Holds the derivatives that an objective supplies against differences, at points of a training
 * path: what every hypergradient is made of, and the only thing of it that an objective can get
 * wrong. A point is a place, not a run, so few kinks lie between the points of a difference and
 * nothing amplifies them.
 *
 * <p>Looks at the gradient along itself and along a random direction, and group by group if that
 * does not agree; at two products with the Hessian, as vectors, group by group; at their symmetry;
 * at the gradient of the final loss; and at the derivative of the gradient by each loss parameter
 * and penalty of the run's settings. Costs some hundred evaluations of one step, and some ten of
 * the final loss.
 */
public final class ObjectiveCheck {

  private final TrainingRun run;
  private final RandomGenerator random;
  private final HostView view;
  private final List<String> groups;

  /**
   * Prepares a check.
   *
   * @param run on a device of precision float64
   * @param random draws directions
   */
  public ObjectiveCheck(TrainingRun run, RandomGenerator random) {
    if (run.device().precision() != Precision.FLOAT64) {
      throw new IllegalArgumentException(
          "differences need a float64 device, got " + run.device().precision());
    }
    this.run = run;
    this.random = random;
    this.view = new HostView(run);
    this.groups = view.objective().groups().stream().map(group -> group.name()).toList();
  }

  /**
   * Looks at a step's training loss.
   *
   * @param weights one array a parameter group. Not modified.
   */
  public List<DerivativeFinding> atStep(int step, List<double[]> weights) {
    List<DerivativeFinding> findings = new ArrayList<>();
    findings.addAll(gradient(step, weights));
    findings.addAll(hessian(step, weights));
    findings.addAll(new MixedDerivatives(run, random).at(step, weights));
    return findings;
  }

  /** Looks at the final loss, along its gradient and along a random direction. */
  public List<DerivativeFinding> atEnd(List<double[]> weights) {
    int steps = run.settings().coefficients().steps();
    List<double[]> gradient = view.finalSlope(weights).gradient();
    List<DerivativeFinding> findings = new ArrayList<>();
    for (List<double[]> along : directions(gradient, weights)) {
      double scale = scale(Direction.norm(gradient), Direction.norm(along), size(weights));
      Difference difference =
          Difference.of(scale, h -> view.finalLoss(Direction.moved(weights, h, along)));
      double[] exact = {Direction.dot(gradient, along)};
      findings.add(
          DerivativeFinding.of(
              Kind.FINAL_GRADIENT, DerivativeFinding.ALL, steps, difference, exact, scale));
    }
    return findings;
  }

  /** Looks at all groups at once, and only if something is found there, at one after another. */
  private List<DerivativeFinding> gradient(int step, List<double[]> weights) {
    List<double[]> gradient = view.slope(step, weights).gradient();
    double whole = Direction.norm(gradient);
    List<DerivativeFinding> together = new ArrayList<>();
    for (List<double[]> along : directions(gradient, weights)) {
      double scale = scale(whole, Direction.norm(along), size(weights));
      together.add(slope(DerivativeFinding.ALL, step, weights, gradient, along, scale));
    }
    if (together.stream().allMatch(one -> one.agreement() == Agreement.AGREES)) {
      return together;
    }
    List<DerivativeFinding> findings = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      double[] part = gradient.get(g);
      double own = Direction.norm(part);
      for (List<double[]> parts : directions(List.of(part), List.of(weights.get(g)))) {
        List<double[]> along = Direction.in(g, parts.get(0), weights);
        double scale = scale(own > 0 ? own : whole, Direction.norm(along), part.length);
        findings.add(slope(groups.get(g), step, weights, gradient, along, scale));
      }
    }
    return findings;
  }

  private DerivativeFinding slope(
      String block,
      int step,
      List<double[]> weights,
      List<double[]> gradient,
      List<double[]> along,
      double scale) {
    Difference difference =
        Difference.of(scale, h -> view.slope(step, Direction.moved(weights, h, along)).loss());
    double[] exact = {Direction.dot(gradient, along)};
    return DerivativeFinding.of(Kind.GRADIENT, block, step, difference, exact, scale);
  }

  /** Returns a random direction, and where there is a gradient, that too. */
  private List<List<double[]>> directions(List<double[]> gradient, List<double[]> weights) {
    List<List<double[]>> directions = new ArrayList<>();
    directions.add(Direction.random(random, weights));
    if (Direction.norm(gradient) > 0) {
      List<double[]> along = new ArrayList<>();
      for (int g = 0; g < gradient.size(); g++) {
        double[] part = gradient.get(g);
        along.add(Direction.norm(part) > 0 ? Direction.resized(part, weights.get(g)) : part);
      }
      directions.add(along);
    }
    return directions;
  }

  private List<DerivativeFinding> hessian(int step, List<double[]> weights) {
    List<double[]> u = Direction.random(random, weights);
    List<double[]> v = Direction.random(random, weights);
    List<double[]> hu = view.product(step, weights, u);
    List<double[]> hv = view.product(step, weights, v);
    List<DerivativeFinding> findings = new ArrayList<>();
    findings.addAll(products(step, weights, u, hu));
    findings.addAll(products(step, weights, v, hv));
    double scale = Direction.norm(u) * Direction.norm(hv) / Math.sqrt(size(weights));
    double error = Math.abs(Direction.dot(u, hv) - Direction.dot(v, hu));
    if (scale > 0) {
      findings.add(
          new DerivativeFinding(Kind.SYMMETRY, DerivativeFinding.ALL, step, error / scale, 0));
    }
    return findings;
  }

  private List<DerivativeFinding> products(
      int step, List<double[]> weights, List<double[]> u, List<double[]> hu) {
    double whole = Direction.norm(hu);
    double[] scales =
        hu.stream()
            .mapToDouble(Direction::norm)
            .map(own -> own > 0 ? own : whole > 0 ? whole : Double.MIN_NORMAL)
            .toArray();
    List<Difference> differences =
        Difference.of(h -> view.slope(step, Direction.moved(weights, h, u)).gradient(), scales);
    List<DerivativeFinding> findings = new ArrayList<>();
    for (int g = 0; g < scales.length; g++) {
      findings.add(
          DerivativeFinding.of(
              Kind.HESSIAN_PRODUCT, groups.get(g), step, differences.get(g), hu.get(g), scales[g]));
    }
    return findings;
  }

  private static int size(List<double[]> arrays) {
    return arrays.stream().mapToInt(array -> array.length).sum();
  }

  /** Returns how large the product of a gradient with a random direction is expected to be. */
  private static double scale(double gradient, double direction, int size) {
    double scale = gradient * direction / Math.sqrt(size);
    return scale > 0 ? scale : Double.MIN_NORMAL;
  }
}
