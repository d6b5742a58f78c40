package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.models.metrics.CalibrationBin;
import org.retrograde.models.metrics.ClassFigures;
import org.retrograde.models.metrics.Metric;
import org.retrograde.models.metrics.NumberFigures;
import org.retrograde.models.metrics.Quality;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.ClassJudgements;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.NumberJudgement;
import org.retrograde.reports.record.NumberJudgements;
import org.retrograde.reports.record.TaskResult;

/**
 * Judged runs as findings.
 *
 * @param runs arm by arm, seed by seed
 * @param want what was asked of each
 */
record JudgedOutcomes(List<JudgedOutcome> runs, Judgement want) {

  /** Copies the list. */
  JudgedOutcomes {
    runs = List.copyOf(runs);
  }

  Judged judged() {
    return new Judged(runs.stream().map(JudgedOutcome::judged).toList());
  }

  List<TaskResult> byTask() {
    List<TaskResult> results = new ArrayList<>();
    for (String arm : arms()) {
      for (String part : want.parts()) {
        List<Evaluation> scores = of(arm).map(run -> run.on(part)).toList();
        results.add(
            new TaskResult(
                arm,
                part,
                scores.stream().map(Evaluation::loss).toList(),
                scores.stream().map(Evaluation::error).toList()));
      }
    }
    return results;
  }

  /**
   * Returns the figure that all is summed up in.
   *
   * @param constant its value for one answer to every row; NaN if there is none
   */
  Headline headline(Metric metric, double constant) {
    return new Headline(
        metric.word(),
        metric.label(),
        want.closely(),
        rows(),
        metric.isFraction(),
        metric.higherIsBetter(),
        values(metric, JudgedRun.START),
        values(metric, JudgedRun.TUNED),
        values(metric, JudgedRun.BASELINE),
        constant);
  }

  /** Returns how many rows are looked at closely; 0 if every run diverged. */
  private long rows() {
    return runs.stream()
        .filter(run -> run.outcome().found() != null)
        .mapToLong(run -> run.on(want.closely()).rows())
        .max()
        .orElse(0);
  }

  private List<Double> values(Metric metric, String arm) {
    return of(arm).map(run -> want.value(metric, run.outcome())).toList();
  }

  /** Returns how classes are predicted; empty where none are. */
  ClassJudgements classes(List<String> names) {
    List<ClassJudgement> all = new ArrayList<>();
    for (String arm : arms()) {
      List<ClassFigures> figures =
          qualities(arm).map(Quality::classes).filter(Objects::nonNull).toList();
      if (!figures.isEmpty()) {
        all.add(
            new ClassJudgement(
                arm,
                want.closely(),
                names,
                confusion(figures),
                bins(figures),
                each(figures, ClassFigures::accuracy),
                each(figures, ClassFigures::macroF1),
                each(figures, ClassFigures::calibrationError)));
      }
    }
    return new ClassJudgements(all);
  }

  /** Returns how numbers are predicted; empty where none are. */
  NumberJudgements numbers() {
    List<NumberJudgement> all = new ArrayList<>();
    for (String arm : arms()) {
      List<NumberFigures> figures =
          qualities(arm).map(Quality::numbers).filter(Objects::nonNull).toList();
      if (!figures.isEmpty()) {
        all.add(
            new NumberJudgement(
                arm,
                want.closely(),
                each(figures, NumberFigures::r2),
                each(figures, NumberFigures::mae),
                each(figures, NumberFigures::rmse),
                figures.get(0).points().stream()
                    .map(point -> new NumberJudgement.Point(point.target(), point.predicted()))
                    .toList()));
      }
    }
    return new NumberJudgements(all);
  }

  private List<String> arms() {
    return runs.stream().map(JudgedOutcome::arm).distinct().toList();
  }

  private Stream<JudgedOutcome> of(String arm) {
    return runs.stream().filter(run -> run.arm().equals(arm));
  }

  private Stream<Quality> qualities(String arm) {
    return of(arm).map(run -> run.outcome().map(Judgement.Found::quality, Quality.NONE));
  }

  private static <T> List<Double> each(List<T> figures, ToDoubleFunction<T> value) {
    return figures.stream().mapToDouble(value).boxed().toList();
  }

  private static List<List<Long>> confusion(List<ClassFigures> figures) {
    int classes = figures.get(0).confusion().size();
    return IntStream.range(0, classes)
        .mapToObj(
            actual ->
                IntStream.range(0, classes)
                    .mapToObj(
                        predicted ->
                            sum(figures, one -> one.confusion().get(actual).get(predicted)))
                    .toList())
        .toList();
  }

  private static List<ClassJudgement.Bin> bins(List<ClassFigures> figures) {
    return IntStream.range(0, figures.get(0).bins().size())
        .mapToObj(bin -> bin(figures.stream().map(one -> one.bins().get(bin)).toList()))
        .toList();
  }

  private static ClassJudgement.Bin bin(List<CalibrationBin> seeds) {
    long rows = sum(seeds, CalibrationBin::rows);
    double confidence = seeds.stream().mapToDouble(CalibrationBin::confidence).sum();
    return new ClassJudgement.Bin(
        rows, confidence / rows, (double) sum(seeds, CalibrationBin::correct) / rows);
  }

  private static <T> long sum(List<T> all, ToLongFunction<T> value) {
    return all.stream().mapToLong(value).sum();
  }
}
