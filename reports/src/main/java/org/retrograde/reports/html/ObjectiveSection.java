package org.retrograde.reports.html;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.RunRecord;

/** The meta-objective and the hypergradient's norm, iteration by iteration. */
final class ObjectiveSection {

  private ObjectiveSection() {}

  static Optional<Section> of(RunRecord record) {
    List<MetaIteration> iterations = record.iterations();
    if (iterations.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Section(
            "objective",
            "Objective",
            claim(iterations),
            List.of(objective(iterations), norm(iterations))));
  }

  /**
   * The best iterate: the last one that was marked as best so far, or the least objective if none
   * was.
   */
  static MetaIteration best(List<MetaIteration> iterations) {
    return iterations.stream()
        .filter(MetaIteration::best)
        .reduce((earlier, later) -> later)
        .orElseGet(
            () ->
                iterations.stream()
                    .min((a, b) -> Double.compare(a.objective(), b.objective()))
                    .orElseThrow(() -> new IllegalArgumentException("no iterations")));
  }

  /**
   * The figure of an iteration that names the best one: the check seeds' mean where there is one.
   */
  static double judged(MetaIteration iteration) {
    Double check = iteration.checkObjective();
    return check == null ? iteration.objective() : check;
  }

  private static String claim(List<MetaIteration> iterations) {
    double first = judged(iterations.get(0));
    double change = 100 * (judged(best(iterations)) - first) / first;
    return change < 0
        ? "Tuning lowered the objective by " + Numbers.share(-change) + " in " + count(iterations)
        : "Tuning has not lowered the objective in " + count(iterations);
  }

  /** Counts updates: the record after the last one has no training seeds, only its check. */
  private static String count(List<MetaIteration> iterations) {
    long updates = iterations.stream().filter(it -> !it.objectiveBySeed().isEmpty()).count();
    return updates == 1 ? "one iteration" : updates + " iterations";
  }

  private static Block objective(List<MetaIteration> iterations) {
    List<List<Object>> seeds =
        iterations.stream()
            .flatMap(
                it ->
                    it.objectiveBySeed().stream()
                        .map(value -> List.<Object>of(it.iteration(), value)))
            .toList();
    ObjectiveData data =
        new ObjectiveData(
            iterations.stream().map(it -> new Point(it.iteration(), it.objective())).toList(),
            iterations.stream().map(it -> new Point(it.iteration(), it.checkObjective())).toList(),
            seeds,
            best(iterations).iteration());
    List<List<Cell>> rows =
        iterations.stream()
            .map(
                it ->
                    List.of(
                        Cell.number(Integer.toString(it.iteration())),
                        Cell.number(it.objective()),
                        optional(it.checkObjective()),
                        Cell.number(it.hypergradientNorm()),
                        Cell.number(Integer.toString(it.clippedSeeds())),
                        Cell.number(it.stepSize())))
            .toList();
    return Figure.of(
        "objective",
        "chart-objective",
        new Figure.Words(
            "How did the objective fall?",
            "Each dot is one training run (one seed), the line is their mean; lower is better. The"
                + " check line comes from seeds that tuning never used, and picks the best iterate"
                + " (ringed)."),
        data,
        new Table(
            "Objective and hypergradient by iteration",
            List.of(
                "iteration",
                "mean objective",
                "check seeds",
                "hypergradient norm",
                "clipped seeds",
                "step size"),
            rows));
  }

  private static Block norm(List<MetaIteration> iterations) {
    int seeds = iterations.stream().mapToInt(it -> it.objectiveBySeed().size()).max().orElse(0);
    List<NormPoint> points =
        iterations.stream()
            .map(
                it ->
                    new NormPoint(
                        it.iteration(), it.hypergradientNorm(), it.clippedSeeds(), it.stepSize()))
            .toList();
    return Figure.of(
        "norm",
        "chart-norm",
        new Figure.Words(
            "How strong was the hypergradient?",
            "Median over the seeds of the hypergradient's length before clipping, on a logarithmic"
                + " axis. Larger dots had seeds clipped; jumps of many factors of ten mean that"
                + " training ran at the edge of stability."),
        new NormData(points, seeds),
        null);
  }

  private static Cell optional(@Nullable Double value) {
    return value == null ? Cell.number("–") : Cell.number(value);
  }

  private record Point(int iteration, @Nullable Double value) {}

  private record ObjectiveData(
      List<Point> mean, List<Point> check, List<List<Object>> seeds, int best) {}

  private record NormPoint(int iteration, double norm, int clipped, double stepSize) {}

  private record NormData(List<NormPoint> points, int seeds) {}
}
