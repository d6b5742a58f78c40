package org.retrograde.experiments.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.python.Session.Point;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * What a model has to prove before it is used: that the same request gives the same bits, after
 * other requests and in another process; that its Hessian is symmetric; and that gradient and
 * Hessian products agree with differences, and both ways to a Hessian product with each other.
 */
final class Proof {

  private final PythonModel model;
  private final ExperimentConfig config;
  private final Workers workers;
  private final int width;
  private final long seed;
  private final int lastStep;
  private final List<String> words = new ArrayList<>();
  private String custom = "";

  /**
   * Has a model prove it.
   *
   * @throws DataException if it cannot be differentiated exactly, with the cause if it is known
   */
  Proof(PythonModel model, ExperimentConfig config) {
    this.model = model;
    this.config = config;
    this.workers = model.workers(config.run().precision());
    this.width = model.width();
    this.seed = Seeds.of(config.seed(), "python", 0);
    this.lastStep = config.training().steps() - 1;
    prove();
  }

  private void prove() {
    try (Device device = Devices.open("host", config.run().precision(), 1)) {
      Place place = new Place(device);
      custom = workers.ask(session -> session.inspect(place.at(0), lastStep + 1, place.u));
      workers.require(model.tensors(width).signature());
      List<double[]> first = place.answers(workers, false);
      requireSame(first, place.answers(workers, true), "after other requests");
      Workers fresh = workers.fresh();
      try {
        requireSame(first, place.answers(fresh, false), "in another process");
        place.requireSameBitsWithGraph();
        words.add("the same request gives the same bits, after others and in another process");
        if (config.run().precision() == Precision.FLOAT64 || !isProvedInDouble()) {
          place.requireDerivatives();
        }
        place.compareWays(fresh);
      } finally {
        fresh.close();
      }
    }
  }

  /**
   * Proves derivatives with numbers of double precision, for differences of others cannot be taken
   * over steps that are short enough for networks with kinks.
   *
   * @return whether the model can be evaluated so
   */
  private boolean isProvedInDouble() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      new Place(device).requireDerivatives();
      return true;
    } catch (PythonException e) {
      words.add("it fails in float64, so that derivatives are compared roughly: " + e.getMessage());
      return false;
    }
  }

  /** Returns what was found, a line each. */
  List<String> inWords() {
    return List.copyOf(words);
  }

  private DataException refusal(String format, Object... arguments) {
    return new DataException(
        model.settings().file() + ": " + String.format(Locale.ROOT, format, arguments));
  }

  private void requireSame(List<double[]> first, List<double[]> second, String when) {
    String[] names = {"loss and gradient", "Hessian product", "final loss and its gradient"};
    for (int i = 0; i < first.size(); i++) {
      if (!Arrays.equals(first.get(i), second.get(i))) {
        throw refusal(
            "it is not deterministic: the %s of the same step and weights had other bits %s; look"
                + " for global random state, for what one call leaves for the next, and for"
                + " operations that add in any order",
            names[i], when);
      }
    }
  }

  /** A start, and two directions. */
  private final class Place {

    private final Device device;
    private final boolean isDouble;
    private final Workers workers;
    private final PythonObjective objective;
    private final List<Tensor> weights;
    private final List<Tensor> u;
    private final List<Tensor> v;

    Place(Device device) {
      this.device = device;
      this.isDouble = device.precision() == Precision.FLOAT64;
      this.workers = model.workers(device.precision());
      this.objective = model.objective(device, width, seed);
      this.weights = objective.start();
      Well19937c random = new Well19937c(seed);
      this.u = zeros();
      u.forEach(tensor -> tensor.assign(random::nextGaussian));
      this.v = zeros();
      v.forEach(tensor -> tensor.assign(random::nextGaussian));
    }

    private List<Tensor> zeros() {
      return objective.zeros();
    }

    private List<Tensor> noExtras() {
      return objective.parameters().stream()
          .map(parameter -> device.tensor(parameter.value().rows(), parameter.value().cols()))
          .toList();
    }

    private Point at(int step) {
      return at(step, weights);
    }

    private Point at(int step, List<Tensor> where) {
      return objective.point(step, where);
    }

    /**
     * Returns the numbers of what a run asks for, as often as it takes for one to disturb another.
     */
    private List<double[]> answers(Workers asked, boolean backwards) {
      return asked.ask(
          session -> {
            double[][] found = new double[3][];
            int[] order = backwards ? new int[] {2, 1, 0} : new int[] {0, 1, 2};
            for (int i : order) {
              found[i] = answer(session, i);
            }
            return List.of(found);
          });
    }

    /**
     * The way there keeps no graph and the way back does: away from the start, where it may be
     * zero.
     */
    private void requireSameBitsWithGraph() {
      List<Tensor> moved = moved(0.05, v);
      List<Tensor> plain = zeros();
      List<Tensor> kept = zeros();
      workers.ask(
          session -> {
            session.gradient(at(0, moved), null, plain);
            return session.gradient(at(0, moved), new Object(), kept);
          });
      for (int g = 0; g < plain.size(); g++) {
        if (!Arrays.equals(plain.get(g).toArray(), kept.get(g).toArray())) {
          throw refusal(
              "the gradient of %s has other bits where its graph is kept, as Hessian products need"
                  + " it",
              objective.groups().get(g).name());
        }
      }
    }

    private double[] answer(Session session, int which) throws ConnectionLostException {
      List<Tensor> result = zeros();
      double loss =
          switch (which) {
            case 0 -> session.gradient(at(lastStep), null, result);
            case 1 -> {
              session.product(at(0), new Object(), u, result, noExtras());
              yield 0;
            }
            default -> session.last(at(0), "validation", result).path("loss").asDouble();
          };
      List<double[]> parts = new ArrayList<>(result.stream().map(Tensor::toArray).toList());
      parts.add(new double[] {loss});
      return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private List<Tensor> product(Workers asked, List<Tensor> direction) {
      List<Tensor> result = zeros();
      asked.ask(
          session -> {
            session.product(at(0), new Object(), direction, result, noExtras());
            return true;
          });
      return result;
    }

    private List<Tensor> gradient(List<Tensor> where) {
      List<Tensor> result = zeros();
      workers.ask(session -> session.gradient(at(0, where), null, result));
      return result;
    }

    private double loss(List<Tensor> where) {
      List<Tensor> unused = zeros();
      return workers.ask(session -> session.gradient(at(0, where), null, unused));
    }

    private void requireDerivatives() {
      List<Tensor> hu = product(workers, u);
      List<Tensor> hv = product(workers, v);
      double size = Math.max(norm(u) * norm(hv), norm(v) * norm(hu));
      double asymmetry = size == 0 ? 0 : Math.abs(dot(u, hv) - dot(v, hu)) / size;
      requireSmall("<u, H v> and <v, H u>", asymmetry, isDouble ? 1e-9 : 1e-3);
      List<Tensor> gradient = gradient(weights);
      double product = least(h -> differs(difference(h), hu), norm(u));
      requireSmall("H u and differences of the gradient", product, isDouble ? 1e-3 : 0.1);
      double norm = norm(gradient);
      double slope =
          norm == 0
              ? 0
              : least(
                  h ->
                      Math.abs(
                              (loss(moved(h, gradient)) - loss(moved(-h, gradient))) / (2 * h)
                                  - norm * norm)
                          / (norm * norm),
                  norm);
      requireSmall("gradient and differences of the loss", slope, isDouble ? 1e-3 : 0.1);
      words.add(
          String.format(
              Locale.ROOT,
              "derivatives in %s: H is symmetric to %.1e, H u differs by %.1e from differences, the"
                  + " gradient by %.1e",
              device.precision().word(),
              asymmetry,
              product,
              slope));
    }

    private void requireSmall(String what, double difference, double most) {
      if (!(difference <= most)) {
        throw refusal(
            "%s differ by %.2g of their size, where %.0e would do: a derivative is wrong (%s,"
                + " detach(), a rounding that has no derivative?)",
            what, difference, most, suspects());
      }
    }

    private String suspects() {
      return custom.isEmpty()
          ? "a custom autograd function"
          : "that of the custom autograd function " + custom;
    }

    /** Steps are tried until kinks and rounding both spare one. */
    private double least(DoubleUnaryOperator error, double directionNorm) {
      double scale = Math.max(norm(weights), 1e-3) / directionNorm;
      double first = scale * Math.cbrt(isDouble ? Math.ulp(1d) : Math.ulp(1f));
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < 5; i++) {
        double here = error.applyAsDouble(first / Math.pow(4, i - 1));
        least = Math.min(least, here);
      }
      return least;
    }

    private List<Tensor> difference(double h) {
      List<Tensor> difference = gradient(moved(h, u));
      List<Tensor> below = gradient(moved(-h, u));
      for (int g = 0; g < difference.size(); g++) {
        difference.get(g).addScaled(-1, below.get(g));
        difference.get(g).scale(1 / (2 * h));
      }
      return difference;
    }

    private List<Tensor> moved(double h, List<Tensor> along) {
      List<Tensor> moved = zeros();
      for (int g = 0; g < moved.size(); g++) {
        moved.get(g).assign(weights.get(g));
        moved.get(g).addScaled(h, along.get(g));
      }
      return moved;
    }

    /**
     * Forward over reverse and double backward, where the framework has both.
     *
     * @param others workers that are left with the other way
     */
    private void compareWays(Workers others) {
      SecondOrder other = workers.settings().second().other();
      List<Tensor> there;
      try {
        others.ask(
            session -> {
              session.use(other);
              return true;
            });
        there = product(others, u);
      } catch (DataException | PythonException e) {
        words.add("%s is not to be had here".formatted(other.word()));
        return;
      }
      double difference = differs(there, product(workers, u));
      requireSmall("double backward and forward over reverse", difference, isDouble ? 1e-8 : 1e-3);
      words.add(
          String.format(
              Locale.ROOT, "double backward and forward over reverse differ by %.1e", difference));
    }

    /** Returns the norm of a difference over that of the second. */
    private double differs(List<Tensor> a, List<Tensor> b) {
      List<Tensor> difference = zeros();
      for (int g = 0; g < difference.size(); g++) {
        difference.get(g).assign(a.get(g));
        difference.get(g).addScaled(-1, b.get(g));
      }
      double size = norm(b);
      return size == 0 ? norm(difference) : norm(difference) / size;
    }

    private double dot(List<Tensor> a, List<Tensor> b) {
      return IntStream.range(0, a.size()).mapToDouble(g -> a.get(g).dot(b.get(g)).value()).sum();
    }

    private double norm(List<Tensor> a) {
      return Math.sqrt(dot(a, a));
    }
  }
}
