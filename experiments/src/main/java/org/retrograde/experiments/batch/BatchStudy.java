package org.retrograde.experiments.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.retrograde.reports.record.Study;

/**
 * Steps and samples at each batch size, in words.
 *
 * @param curves of the quadratic, one a threshold
 * @param network what was measured of it, by rising batch
 */
record BatchStudy(List<Curve> curves, List<Measured> network) {

  /** Steps after which nothing more is expected. */
  private static final int MOST_STEPS = 200_000;

  /** Copies the lists. */
  BatchStudy {
    curves = List.copyOf(curves);
    network = List.copyOf(network);
  }

  /**
   * What a quadratic needs.
   *
   * @param batches those that get there
   * @param steps K of each
   * @param fit of the bound
   */
  record Curve(List<Integer> batches, List<Double> steps, BatchFit fit) {

    static Curve of(SolvableQuadratic quadratic, double threshold, List<Integer> batches) {
      List<Integer> reached = new ArrayList<>();
      List<Double> steps = new ArrayList<>();
      for (int batch : batches) {
        OptionalInt found = quadratic.steps(batch, threshold, MOST_STEPS);
        found.ifPresent(
            step -> {
              reached.add(batch);
              steps.add((double) step);
            });
      }
      if (reached.size() < 2) {
        throw new IllegalArgumentException(
            "critical-batch: of %s only %s get to a threshold of %s; take larger ones, or a larger"
                    .formatted(batches, reached, threshold)
                + " threshold");
      }
      return new Curve(reached, steps, BatchFit.of(threshold, reached, steps));
    }

    /** Returns the place of the batch of fewest samples. */
    int best() {
      return IntStream.range(0, steps.size())
          .reduce((a, b) -> samples(b) < samples(a) ? b : a)
          .orElseThrow();
    }

    double samples(int i) {
      return steps.get(i) * batches.get(i);
    }

    /** Returns by how many places of the list the fitted batch lies from the best. */
    double placesOff() {
      double at = 0;
      for (int i = 0; i + 1 < batches.size(); i++) {
        double from = Math.log(batches.get(i));
        double to = Math.log(batches.get(i + 1));
        double wanted = Math.log(fit.criticalBatch());
        if (wanted >= from && (wanted <= to || i + 2 == batches.size())) {
          at = i + (wanted - from) / (to - from);
        }
      }
      return Math.abs(at - best());
    }

    String name() {
      return String.valueOf(fit.threshold());
    }
  }

  /**
   * What the network needs at a batch size, in the mean over seeds.
   *
   * @param batch b
   * @param steps K; NaN if a run did not get there
   * @param evaluations of minibatch losses and gradients
   */
  record Measured(int batch, double steps, double evaluations) {

    static Measured of(int batch, List<StepsToTarget.Found> found) {
      return new Measured(
          batch,
          mean(found, StepsToTarget.Found::steps),
          mean(found, StepsToTarget.Found::evaluations));
    }

    private static double mean(
        List<StepsToTarget.Found> found, ToDoubleFunction<StepsToTarget.Found> number) {
      return found.stream().mapToDouble(number).average().orElseThrow();
    }

    double samples() {
      return batch * steps;
    }
  }

  Study study(String name) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Curve curve : curves) {
      String at = "-at-" + curve.name();
      figures.put("best-batch" + at, (double) curve.batches().get(curve.best()));
      figures.put("fitted-batch" + at, curve.fit().criticalBatch());
      figures.put("places-off" + at, curve.placesOff());
      figures.put("fit-error" + at, curve.fit().error(curve.batches(), curve.steps()));
    }
    Measured best = best();
    figures.put("best-batch-of-network", (double) best.batch());
    for (Measured one : network) {
      figures.put("steps-at-" + one.batch(), one.steps());
      figures.put("samples-over-least-at-" + one.batch(), one.samples() / best.samples());
    }
    String heading =
        "The network needs the fewest samples at a batch of %d".formatted(best.batch());
    return new Study(name, heading, words(), table(), List.of(samples(), steps()), figures);
  }

  private Measured best() {
    return network.stream()
        .filter(one -> Double.isFinite(one.samples()))
        .reduce((a, b) -> b.samples() < a.samples() ? b : a)
        .orElse(network.get(0));
  }

  private String words() {
    StringBuilder words =
        new StringBuilder(
            "The network is trained by Armijo's line search until its loss over all rows has fallen"
                + " to the target; samples are those of accepted steps, evaluations count the"
                + " search too. ");
    for (Curve curve : curves) {
      words.append(
          ("The quadratic, down to a mean squared gradient of %s, needs the fewest samples at a"
                  + " batch of %d; the fitted bound says %s and is off by at most %s %% in steps. ")
              .formatted(
                  curve.name(),
                  curve.batches().get(curve.best()),
                  number(curve.fit().criticalBatch()),
                  number(100 * curve.fit().error(curve.batches(), curve.steps()))));
    }
    return words.toString().strip();
  }

  private Study.Rows table() {
    List<List<String>> rows = new ArrayList<>();
    for (Measured one : network) {
      rows.add(
          List.of(
              "network",
              String.valueOf(one.batch()),
              number(one.steps()),
              number(one.samples()),
              number(one.evaluations() * one.batch()),
              "–"));
    }
    for (Curve curve : curves) {
      for (int i = 0; i < curve.batches().size(); i++) {
        int batch = curve.batches().get(i);
        rows.add(
            List.of(
                "quadratic to " + curve.name(),
                String.valueOf(batch),
                number(curve.steps().get(i)),
                number(curve.samples(i)),
                "–",
                number(curve.fit().steps(batch))));
      }
    }
    return new Study.Rows(
        "Steps and samples at each batch size",
        List.of(
            "what is trained",
            "batch",
            "steps",
            "samples",
            "samples, with the search",
            "steps by the fitted bound"),
        rows);
  }

  private Study.Chart samples() {
    return chart("How many samples does training need?", "samples", Measured::samples, 1);
  }

  private Study.Chart steps() {
    return chart("How many steps does training need?", "steps", Measured::steps, 0);
  }

  private Study.Chart chart(
      String heading, String up, ToDoubleFunction<Measured> ofNetwork, int power) {
    List<Study.Line> lines = new ArrayList<>();
    List<Measured> there = network.stream().filter(one -> Double.isFinite(one.steps())).toList();
    lines.add(
        new Study.Line(
            "network",
            there.stream().map(one -> (double) one.batch()).toList(),
            there.stream().map(ofNetwork::applyAsDouble).toList(),
            false,
            List.of()));
    for (Curve curve : curves) {
      List<Double> batches = curve.batches().stream().map(Integer::doubleValue).toList();
      List<Double> measured = new ArrayList<>();
      List<Double> fitted = new ArrayList<>();
      for (int i = 0; i < batches.size(); i++) {
        double times = Math.pow(batches.get(i), power);
        measured.add(times * curve.steps().get(i));
        fitted.add(times * curve.fit().steps(curve.batches().get(i)));
      }
      lines.add(
          new Study.Line("quadratic to " + curve.name(), batches, measured, false, List.of()));
      lines.add(new Study.Line("bound at " + curve.name(), batches, fitted, true, List.of()));
    }
    return new Study.Chart(
        heading,
        "Up to the target, at each batch size; dashed by the bound that is fitted to the quadratic."
            + " Both axes are logarithmic.",
        "batch",
        up,
        true,
        true,
        lines);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }
}
