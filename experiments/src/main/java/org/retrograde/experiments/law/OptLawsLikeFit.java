package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Fits an {@link OptLawsLike} law by ridge regression. Every measured loss is one of the first
 * steps of a schedule, which are a schedule too.
 */
final class OptLawsLikeFit {

  private static final double RIDGE = 1e-2;

  private OptLawsLikeFit() {}

  /**
   * Fits the law.
   *
   * @param limit that all losses are above
   * @throws IllegalArgumentException if there are too few losses, or one is not above the limit
   */
  static FittedLaw of(List<LossCurve> curves, double limit) {
    List<double[]> features = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    for (LossCurve curve : curves) {
      double[] rates = curve.rateArray();
      for (int i = 0; i < curve.losses().size(); i++) {
        if (!(curve.losses().get(i) > limit)) {
          throw new IllegalArgumentException(
              "%s: a loss is not above the limit %s, got %s"
                  .formatted(curve.name(), limit, curve.losses().get(i)));
        }
        features.add(new ScheduleFeatures(rates, curve.steps().get(i)).values());
        logs.add(Math.log(curve.losses().get(i) - limit));
      }
    }
    int count = logs.size();
    if (count <= OptLawsLike.SIZE) {
      throw new IllegalArgumentException(
          "an Opt-Laws-like law has %d weights and needs more losses than that, got %d"
              .formatted(OptLawsLike.SIZE, count));
    }
    List<Double> means = means(features);
    List<Double> scales = scales(features, means);
    return ridge(curves, new OptLawsLike(limit, means, scales, zeros()), logs);
  }

  private static List<Double> zeros() {
    return Collections.nCopies(OptLawsLike.SIZE, 0.0);
  }

  private static List<Double> means(List<double[]> features) {
    return IntStream.range(0, OptLawsLike.FEATURES)
        .mapToObj(i -> features.stream().mapToDouble(f -> f[i]).average().orElse(0))
        .toList();
  }

  /** Deviations; 1 for what does not move. */
  private static List<Double> scales(List<double[]> features, List<Double> means) {
    return IntStream.range(0, OptLawsLike.FEATURES)
        .mapToObj(
            i ->
                Math.sqrt(
                    features.stream()
                        .mapToDouble(f -> Math.pow(f[i] - means.get(i), 2))
                        .average()
                        .orElse(0)))
        .map(scale -> scale > 1e-12 ? scale : 1.0)
        .toList();
  }

  private static FittedLaw ridge(List<LossCurve> curves, OptLawsLike empty, List<Double> logs) {
    List<double[]> rows = new ArrayList<>();
    for (LossCurve curve : curves) {
      double[] rates = curve.rateArray();
      curve
          .steps()
          .forEach(steps -> rows.add(OptLawsLike.row(empty.means(), empty.scales(), rates, steps)));
    }
    RealMatrix design = new Array2DRowRealMatrix(rows.toArray(double[][]::new), false);
    RealVector target = new ArrayRealVector(logs.stream().mapToDouble(x -> x).toArray(), false);
    RealMatrix normal = design.transpose().multiply(design);
    for (int i = 1; i < OptLawsLike.SIZE; i++) {
      normal.addToEntry(i, i, RIDGE);
    }
    RealMatrix inverse = new LUDecomposition(normal).getSolver().getInverse();
    RealVector weights = inverse.operate(design.transpose().operate(target));
    RealVector left = target.subtract(design.operate(weights));
    int freedom = logs.size() - OptLawsLike.SIZE;
    double ofWeights = left.getNorm() / Math.sqrt(freedom);
    OptLawsLike law =
        new OptLawsLike(
            empty.limit(),
            empty.means(),
            empty.scales(),
            Arrays.stream(weights.toArray()).boxed().toList());
    double squares = 0;
    for (int i = 0; i < logs.size(); i++) {
      double above = Math.exp(logs.get(i));
      double said = above * Math.exp(-left.getEntry(i));
      squares += Math.pow(Math.log((law.limit() + above) / (law.limit() + said)), 2);
    }
    return new FittedLaw(
        law,
        Uncertainty.of(
            inverse.scalarMultiply(ofWeights * ofWeights), Math.sqrt(squares / freedom), freedom));
  }
}
