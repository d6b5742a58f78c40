package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.RunRecord;

/** The meta-objective and the hypergradient's norm, iteration by iteration. */
final class ObjectiveSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of();
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(ObjectiveSection.class, "objective.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<MetaIteration> iterations = record.iterations();
    if (iterations.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Content(
            "objective",
            "Objective",
            claim(iterations),
            List.of(objective(iterations), norm(iterations))));
  }

  /** How far the objective fell, unless a comparison at other widths says more; always if not. */
  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    List<MetaIteration> iterations = record.iterations();
    if (iterations.isEmpty()) {
      return List.of();
    }
    MetaIteration best = best(iterations);
    double from = judged(iterations.get(0));
    double to = judged(best);
    if (gainedNothing(iterations)) {
      return List.of(
          new KeyFigure(
              "Tuning",
              "gained nothing",
              "no iteration is below the loss of its start, " + Numbers.figure(from),
              Tone.BAD));
    }
    return TransferSection.compares(record)
        ? List.of()
        : List.of(
            new KeyFigure(
                "Meta-objective",
                Numbers.percent(100 * (to - from) / from),
                String.format(
                    Locale.ROOT,
                    "%s → %s, best at iteration %d%s",
                    Numbers.figure(from),
                    Numbers.figure(to),
                    best.iteration(),
                    best.checkObjective() == null ? "" : ", on check seeds"),
                tone(record, to < from || !Double.isFinite(from))));
  }

  /** A lower objective is good news only where what was tuned is better on unseen seeds too. */
  private static Tone tone(RunRecord record, boolean fell) {
    return record
        .results()
        .find(Headline.class)
        .filter(headline -> fell && QualitySection.tone(headline) != Tone.GOOD)
        .map(headline -> Tone.PLAIN)
        .orElse(Tone.of(fell));
  }

  /** Whether the best of several iterates is no better than the start. */
  private static boolean gainedNothing(List<MetaIteration> iterations) {
    double from = judged(iterations.get(0));
    double to = judged(best(iterations));
    return iterations.size() > 1 && !(to < from) && (Double.isFinite(from) || !Double.isFinite(to));
  }

  /**
   * The best iterate: the last one that was marked as best so far, or the least objective if none
   * was.
   */
  private static MetaIteration best(List<MetaIteration> iterations) {
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
  private static double judged(MetaIteration iteration) {
    Double check = iteration.checkObjective();
    return check == null ? iteration.objective() : check;
  }

  private static String claim(List<MetaIteration> iterations) {
    double first = judged(iterations.get(0));
    double best = judged(best(iterations));
    if (gainedNothing(iterations)) {
      return "Tuning gained nothing in %s: none is below the loss of its start, %s"
          .formatted(count(iterations), Numbers.figure(first));
    }
    return best < first
        ? "Tuning lowered the objective by %s in %s"
            .formatted(Numbers.share(100 * (first - best) / first), count(iterations))
        : "Tuning went from an objective of %s to %s in %s"
            .formatted(Numbers.figure(first), Numbers.figure(best), count(iterations));
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
                + " (ringed); being picked by it, that iterate looks a little better on it than it"
                + " is."),
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
