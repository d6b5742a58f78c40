package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Fits a {@link MultiPower} law: Huber's loss with delta .001 of the differences between logarithms
 * of losses, summed, as the law's authors have it, by Levenberg and Marquardt's method on the
 * logarithms of the numbers. Huber's loss becomes a sum of squares of s(r) = sign(r) sqrt(2
 * huber(r)), so that the method minimises it itself.
 *
 * <p>Starts are a grid of alpha, C, beta and gamma, at each of which L0, A and B are those of least
 * squares; descent goes from the best few. The same curves give the same bits.
 */
final class MultiPowerFit {

  private static final double DELTA = 1e-3;
  private static final int DESCENTS = 4;
  private static final int MOST_ITERATIONS = 300;
  private static final double STANDSTILL = 1e-9;

  /** Where the logarithm of a number is held, so that it stays one. */
  private static final double LARGEST_LOG = 40;

  /** Stands for the difference of logarithms where a law predicts a loss that has none. */
  private static final double NO_LOGARITHM = 10;

  /** Singular values below this part of the largest one are directions that nothing was seen of. */
  private static final double SEEN = 1e-9;

  private final List<Decrements> rates = new ArrayList<>();
  private final List<LossCurve> curves;
  private final int count;

  private MultiPowerFit(List<LossCurve> curves) {
    this.curves = List.copyOf(curves);
    curves.forEach(curve -> rates.add(Decrements.of(curve.rateArray())));
    this.count = curves.stream().mapToInt(curve -> curve.losses().size()).sum();
    if (count <= MultiPower.SIZE) {
      throw new IllegalArgumentException(
          "a multi-power law has %d numbers and needs more losses than that, got %d"
              .formatted(MultiPower.SIZE, count));
    }
  }

  /**
   * Fits the law.
   *
   * @throws IllegalArgumentException if there are too few losses
   */
  static FittedLaw of(List<LossCurve> curves) {
    MultiPowerFit fit = new MultiPowerFit(curves);
    return fit.around(
        fit.starts().stream()
            .map(fit::descend)
            .min(Comparator.comparingDouble(Point::cost))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no rate of the curves falls after warm-up, so nothing tells what a fall"
                            + " wins; add a curve whose rate does, such as a cosine's")));
  }

  /** Fits the law from one start. */
  static FittedLaw from(MultiPower start, List<LossCurve> curves) {
    MultiPowerFit fit = new MultiPowerFit(curves);
    double[] at = start.numbers().stream().mapToDouble(Math::log).toArray();
    return fit.around(fit.descend(new Point(at, fit.cost(at))));
  }

  /** A place in the space of coordinates, logarithms of the numbers. */
  private static final class Point {

    private final double[] at;
    private final double cost;

    /** Of a sum of Huber's losses. */
    Point(double[] at, double cost) {
      this.at = at;
      this.cost = cost;
    }

    double cost() {
      return cost;
    }
  }

  private static MultiPower law(double[] at) {
    return MultiPower.of(
        Arrays.stream(at)
            .map(x -> Math.exp(Math.max(-LARGEST_LOG, Math.min(LARGEST_LOG, x))))
            .boxed()
            .toList());
  }

  private static double huber(double r) {
    double size = Math.abs(r);
    return size <= DELTA ? r * r / 2 : DELTA * (size - DELTA / 2);
  }

  /** Differences of logarithms and how they depend on the coordinates, loss by loss. */
  private static final class Differences {

    private final double[] r;
    private final double[][] byCoordinates;

    Differences(double[] r, double[][] byCoordinates) {
      this.r = r;
      this.byCoordinates = byCoordinates;
    }
  }

  private Differences differences(double[] at) {
    MultiPower law = law(at);
    double[] r = new double[count];
    double[][] by = new double[count][];
    int row = 0;
    for (int c = 0; c < curves.size(); c++) {
      LossCurve curve = curves.get(c);
      for (int i = 0; i < curve.losses().size(); i++) {
        MultiPower.At found = law.at(rates.get(c), curve.steps().get(i));
        boolean sense = found.loss() > 0 && found.loss() < Double.POSITIVE_INFINITY;
        r[row] = sense ? Math.log(found.loss() / curve.losses().get(i)) : NO_LOGARITHM;
        by[row++] = sense ? found.byCoordinates() : new double[MultiPower.SIZE];
      }
    }
    return new Differences(r, by);
  }

  private double cost(double[] at) {
    return Arrays.stream(differences(at).r).map(MultiPowerFit::huber).sum();
  }

  private List<Point> starts() {
    List<Point> all = new ArrayList<>();
    double sum =
        IntStream.range(0, curves.size())
            .mapToDouble(c -> rates.get(c).sum(0, curves.get(c).rates().size()))
            .average()
            .orElse(1);
    for (double alpha : new double[] {0.3, 0.6, 1}) {
      for (double speed : new double[] {1, 10, 100}) {
        for (double beta : new double[] {0.2, 0.6}) {
          for (double gamma : new double[] {0.02, 0.5}) {
            Point start = start(new double[] {alpha, speed / sum, beta, gamma});
            if (start != null) {
              all.add(start);
            }
          }
        }
      }
    }
    all.sort(Comparator.comparingDouble(Point::cost));
    return all.subList(0, Math.min(DESCENTS, all.size()));
  }

  /** L0, A and B of least squares of relative errors, held above 0. */
  private @Nullable Point start(double[] others) {
    RealMatrix design = new Array2DRowRealMatrix(count, 3);
    RealVector ones = new ArrayRealVector(count, 1);
    MultiPower alone = new MultiPower(1, 1, others[0], 1, others[1], others[2], others[3]);
    double least = Double.POSITIVE_INFINITY;
    int row = 0;
    for (int c = 0; c < curves.size(); c++) {
      LossCurve curve = curves.get(c);
      for (int i = 0; i < curve.losses().size(); i++) {
        int steps = curve.steps().get(i);
        double loss = curve.losses().get(i);
        double power = Math.pow(rates.get(c).sum(0, steps), -others[0]);
        double won = 1 + power - alone.loss(rates.get(c), steps);
        design.setRow(row++, new double[] {1 / loss, power / loss, -won / loss});
        least = Math.min(least, loss);
      }
    }
    try {
      double[] linear = new QRDecomposition(design).getSolver().solve(ones).toArray();
      double limit = Math.max(linear[0], least / 10);
      double scale = Math.max(linear[1], least / 1000);
      double gain = Math.max(linear[2], least / 1000);
      double[] at = {limit, scale, others[0], gain, others[1], others[2], others[3]};
      Arrays.setAll(at, i -> Math.log(at[i]));
      return new Point(at, cost(at));
    } catch (SingularMatrixException e) {
      return null; // no rate moves: any gain does
    }
  }

  private Point descend(Point start) {
    Best best = new Best(start);
    LeastSquaresBuilder problem =
        new LeastSquaresBuilder()
            .start(start.at)
            .target(new double[count])
            .model(best::evaluate)
            .maxEvaluations(Integer.MAX_VALUE)
            .maxIterations(Integer.MAX_VALUE)
            .checker((iteration, before, now) -> iteration >= MOST_ITERATIONS);
    try {
      new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(STANDSTILL)
          .withParameterRelativeTolerance(STANDSTILL)
          .optimize(problem.build());
    } catch (ConvergenceException e) {
      return best.point; // it stands still to the last digits
    }
    return best.point;
  }

  /** The best point that was evaluated. */
  private final class Best {

    private Point point;

    Best(Point start) {
      this.point = start;
    }

    Pair<RealVector, RealMatrix> evaluate(RealVector at) {
      Differences found = differences(at.toArray());
      double[] values = new double[count];
      double[][] slopes = new double[count][];
      double cost = 0;
      for (int i = 0; i < count; i++) {
        double r = found.r[i];
        double root = Math.sqrt(2 * huber(r));
        double slope = Math.abs(r) <= DELTA ? 1 : DELTA / root;
        values[i] = Math.signum(r) * root;
        slopes[i] = Arrays.stream(found.byCoordinates[i]).map(x -> slope * x).toArray();
        cost += huber(r);
      }
      if (cost < point.cost) {
        point = new Point(at.toArray(), cost);
      }
      return new Pair<>(
          new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
    }
  }

  /** The law of a point, with the uncertainty of an M-estimate. */
  private FittedLaw around(Point point) {
    Differences found = differences(point.at);
    int freedom = count - MultiPower.SIZE;
    double squares = Arrays.stream(found.r).map(r -> r * r).sum();
    double deviation = Math.sqrt(squares / freedom);
    double ofMean = errorOfHuber(found.r, deviation);
    return new FittedLaw(
        law(point.at),
        Uncertainty.of(
            pseudoInverse(found.byCoordinates).scalarMultiply(ofMean * ofMean),
            deviation,
            freedom));
  }

  /**
   * What stands for the deviation where coordinates are those of Huber's loss: sqrt(E psi^2) / E
   * psi', psi its derivative. Where differences are far larger than delta, E psi' rests on the part
   * of them that is within half a deviation.
   */
  private static double errorOfHuber(double[] r, double deviation) {
    double within = Math.max(DELTA, deviation / 2);
    double part =
        Math.max(1, Arrays.stream(r).filter(x -> Math.abs(x) <= within).count())
            / (double) r.length;
    double squares =
        Arrays.stream(r).map(x -> Math.pow(Math.min(Math.abs(x), DELTA), 2)).average().orElse(0);
    return Math.sqrt(squares * r.length / (r.length - MultiPower.SIZE)) / (part * DELTA / within);
  }

  /** (J'J)^-1 over what was seen. */
  private static RealMatrix pseudoInverse(double[][] jacobian) {
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(jacobian, false));
    double[] values = svd.getSingularValues();
    double[] inverses =
        Arrays.stream(values).map(x -> x > SEEN * values[0] ? 1 / (x * x) : 0).toArray();
    return svd.getV()
        .multiply(MatrixUtils.createRealDiagonalMatrix(inverses))
        .multiply(svd.getVT());
  }
}
