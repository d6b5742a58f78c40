package org.retrograde.reports.html.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.reports.html.comparison.ComparedLines.Line;
import org.retrograde.reports.html.comparison.ComparedLines.Stroke;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.section.Thinning;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;
import org.retrograde.reports.statistics.Spread;

/** What runs have as curves, over each other; only where at least two runs have it. */
final class ComparedCurves {

  private final List<ComparedRun> runs;

  ComparedCurves(Comparison comparison) {
    this.runs = comparison.runs();
  }

  /** The objective of each run over the iterations of tuning. */
  Optional<Content> objective() {
    List<Line> lines =
        lines(
            (run, i) -> {
              List<MetaIteration> iterations =
                  run.record().iterations().stream()
                      .filter(it -> Double.isFinite(judged(it)))
                      .toList();
              return iterations.isEmpty()
                  ? List.of()
                  : List.of(
                      new Line(
                          i,
                          run.label(),
                          "",
                          Stroke.MAIN,
                          iterations.stream().map(MetaIteration::iteration).toList(),
                          iterations.stream().map(ComparedCurves::judged).toList()));
            });
    return content(
        "objective",
        "Objective",
        "How did the objective fall in each run?",
        lines,
        shared ->
            List.of(
                new ComparedLines("iteration", "objective (loss)", shared)
                    .figure(
                        "chart-objective",
                        new Figure.Words(
                            "The objective of tuning, iteration by iteration",
                            "The mean over check seeds, which tuning never used, or over its own"
                                + " where a run has none of those; lower is better."))));
  }

  private static double judged(MetaIteration iteration) {
    Double check = iteration.checkObjective();
    return check == null ? iteration.objective() : check;
  }

  /** The loss of each run over the steps of training, arm by arm. */
  Optional<Content> training() {
    List<Line> lines = lines((run, i) -> training(run, i));
    return content(
        "training",
        "Training",
        "How did the loss fall over training?",
        lines,
        shared ->
            List.of(
                new ComparedLines("step", "training loss", shared)
                    .figure(
                        "chart-training",
                        new Figure.Words(
                            "Training losses with the settings of each run",
                            "The mean over the seeds thick, single seeds faint; each value is of"
                                + " the minibatch of its step."))));
  }

  private static List<Line> training(ComparedRun run, int i) {
    Map<String, List<TrainingCurve>> byArm = new LinkedHashMap<>();
    run.record().results().all(TrainingCurves.class).stream()
        .filter(curve -> !curve.steps().isEmpty())
        .sorted(Comparator.comparing(curve -> !curve.arm().equals(JudgedRun.TUNED)))
        .forEach(
            curve ->
                byArm
                    .computeIfAbsent(
                        "%s, width %d".formatted(curve.arm(), curve.width()),
                        arm -> new ArrayList<>())
                    .add(curve));
    List<Line> lines = new ArrayList<>();
    byArm.forEach(
        (arm, curves) -> {
          if (curves.size() > 1) {
            curves.forEach(
                curve ->
                    lines.add(
                        new Line(
                            i, run.label(), arm, Stroke.FAINT, curve.steps(), curve.losses())));
          }
          lines.add(mean(i, run.label(), arm, curves));
        });
    return lines;
  }

  /** The mean at every step that a seed has; those that diverged are in none after that. */
  private static Line mean(int run, String label, String arm, List<TrainingCurve> curves) {
    Map<Integer, List<Double>> byStep = new TreeMap<>();
    for (TrainingCurve curve : curves) {
      for (int i = 0; i < curve.steps().size(); i++) {
        byStep
            .computeIfAbsent(curve.steps().get(i), step -> new ArrayList<>())
            .add(curve.losses().get(i));
      }
    }
    return new Line(
        run,
        label,
        arm,
        Stroke.MAIN,
        List.copyOf(byStep.keySet()),
        byStep.values().stream().map(values -> Spread.of(values).mean()).toList());
  }

  /** What each run has tuned over the steps of training, a chart a hyperparameter. */
  Optional<Content> schedules() {
    List<String> names =
        runs.stream()
            .flatMap(run -> curves(run).stream().map(ScheduleCurve::hyperparameter))
            .distinct()
            .toList();
    List<Block> figures = new ArrayList<>();
    for (String name : names) {
      List<Line> lines = lines((run, i) -> schedule(run, i, name));
      if (isShared(lines)) {
        figures.add(
            new ComparedLines("step", name, lines)
                .figure(
                    "chart-schedule-" + figures.size(),
                    new Figure.Words(
                        "The " + name + " over the steps of training",
                        "Tuned solid, before tuning dashed, one group of parameters at a time.")));
      }
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content("schedules", "Schedules", "What schedules did the runs learn?", figures));
  }

  private static List<ScheduleCurve> curves(ComparedRun run) {
    return run.record().results().all(Schedules.class).stream()
        .filter(curve -> !curve.tuned().isEmpty())
        .toList();
  }

  private static List<Line> schedule(ComparedRun run, int i, String name) {
    return curves(run).stream()
        .filter(curve -> curve.hyperparameter().equals(name))
        .flatMap(
            curve -> {
              List<Integer> steps =
                  Thinning.steps(List.of(curve.start(), curve.tuned()), name.contains("rate"));
              return Stream.of(
                  drawn(run, i, curve.group(), Stroke.DASHED, steps, curve.start()),
                  drawn(run, i, curve.group(), Stroke.MAIN, steps, curve.tuned()));
            })
        .toList();
  }

  private static Line drawn(
      ComparedRun run,
      int i,
      String group,
      Stroke stroke,
      List<Integer> steps,
      List<Double> values) {
    return new Line(i, run.label(), group, stroke, steps, steps.stream().map(values::get).toList());
  }

  /** Takes the lines of one run, which has a number. */
  @FunctionalInterface
  private interface OfRun {
    List<Line> lines(ComparedRun run, int i);
  }

  private List<Line> lines(OfRun of) {
    return IntStream.range(0, runs.size())
        .mapToObj(i -> of.lines(runs.get(i), i))
        .flatMap(List::stream)
        .toList();
  }

  private static Optional<Content> content(
      String id,
      String name,
      String heading,
      List<Line> lines,
      Function<List<Line>, List<Block>> blocks) {
    return isShared(lines)
        ? Optional.of(new Content(id, name, heading, blocks.apply(lines)))
        : Optional.empty();
  }

  /** Whether they are of at least two runs. */
  private static boolean isShared(List<Line> lines) {
    return lines.stream().mapToInt(Line::run).distinct().count() > 1;
  }
}
