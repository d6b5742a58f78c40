package org.retrograde.experiments.cli;

import java.nio.file.Files;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.retrograde.experiments.records.TuningGain;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.ClassJudgements;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.NumberJudgement;
import org.retrograde.reports.record.NumberJudgements;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.Sweeps;
import org.retrograde.reports.record.SweptRates;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reports.statistics.Spread;

/**
 * The figures of a run for programs: those of {@link RunSummary} and where all others are. What the
 * run did not do is left out.
 */
final class RunFigures {

  private final Map<String, Object> figures = new LinkedHashMap<>();

  private RunFigures() {}

  /** Returns what to print as JSON. */
  static Map<String, Object> of(RunDirectory directory, RunRecord record) {
    RunFigures of = new RunFigures();
    of.figures.put("experiment", record.manifest().experiment());
    of.figures.put("status", record.manifest().status());
    of.figures.put("seconds", record.manifest().seconds());
    of.figures.put("directory", directory.root().toAbsolutePath().toString());
    of.figures.put("report", directory.reportFile().toAbsolutePath().toString());
    of.figures.put("results", directory.resultsFile().toAbsolutePath().toString());
    if (Files.exists(directory.recipeFile())) {
      of.figures.put("recipe", directory.recipeFile().toAbsolutePath().toString());
    }
    TuningGain.of(record.iterations()).ifPresent(gain -> of.figures.put("tuning", gain));
    of.put(record.results());
    return of.figures;
  }

  private void put(Results results) {
    results.find(Headline.class).ifPresent(headline -> figures.put("headline", headline(headline)));
    results
        .find(ReversalProof.class)
        .ifPresent(
            proof ->
                figures.put("reversal", Map.of("steps", proof.steps(), "exact", proof.exact())));
    put("grid", results.all(Grid.class).stream().filter(GridPoint::winner).toList());
    put("searches", results.all(Searches.class).stream().map(RunFigures::search).toList());
    put("judged", rows(results.all(Judged.class), JudgedRun::settings, RunFigures::judged));
    put("tasks", rows(results.all(Tasks.class), TaskResult::arm, RunFigures::tasks));
    put(
        "transfer",
        rows(
            results.all(Transfer.class),
            run -> List.of(run.arm(), run.width()),
            RunFigures::transfer));
    results
        .find(Landscape.class)
        .ifPresent(landscape -> figures.put("landscape", landscape(landscape)));
    put("sweeps", results.all(Sweeps.class).stream().map(RunFigures::sweep).toList());
    put("published", results.all(Published.class));
    put("classes", results.all(ClassJudgements.class).stream().map(RunFigures::classes).toList());
    put("numbers", results.all(NumberJudgements.class).stream().map(RunFigures::numbers).toList());
    results.find(Baseline.class).ifPresent(baseline -> figures.put("baseline", cost(baseline)));
  }

  private void put(String name, List<?> rows) {
    if (!rows.isEmpty()) {
      figures.put(name, rows);
    }
  }

  private static <T> List<Map<String, Object>> rows(
      List<T> runs, Function<T, Object> key, Function<List<T>, Map<String, Object>> row) {
    return runs.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(row)
        .toList();
  }

  private static Map<String, Object> headline(Headline headline) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("metric", headline.metric());
    row.put("part", headline.part());
    row.put("rows", headline.rows());
    row.put("seeds", headline.start().size());
    if (headline.tuned().isEmpty()) {
      Means.put(row, "value", Spread.of(headline.start()));
    } else {
      Means.put(row, "before", Spread.of(headline.start()));
      Means.put(row, "after", Spread.of(headline.tuned()));
    }
    if (!headline.baseline().isEmpty()) {
      Means.put(row, "baseline", Spread.of(headline.baseline()));
    }
    if (Double.isFinite(headline.constant())) {
      row.put("constant", headline.constant());
    }
    row.put("diverged", diverged(headline));
    if (!headline.tuned().isEmpty()) {
      row.put("verdict", verdict(headline));
    }
    return row;
  }

  private static Map<String, Object> diverged(Headline headline) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("before", Spread.of(headline.start()).diverged());
    row.put("after", Spread.of(headline.tuned()).diverged());
    row.put("baseline", Spread.of(headline.baseline()).diverged());
    return row;
  }

  private static Map<String, Object> verdict(Headline headline) {
    Spread change = headline.changeFrom(headline.rival());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("against", headline.baseline().isEmpty() ? "before" : "baseline");
    row.put("tuned", headline.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    row.put("change", change.mean());
    row.put("halfWidth", change.halfWidth());
    row.put("seeds", change.count());
    return row;
  }

  private static Map<String, Object> cost(Baseline baseline) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("words", baseline.words());
    if (baseline.best() != null) {
      row.put("learningRate", baseline.best());
    }
    row.put("cost", baseline.cost());
    row.put("costOfTuning", baseline.tuning());
    return row;
  }

  private static Map<String, Object> classes(ClassJudgement judgement) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("settings", judgement.settings());
    row.put("part", judgement.part());
    Means.put(row, "accuracy", Spread.of(judgement.accuracies()));
    Means.put(row, "macroF1", Spread.of(judgement.macroF1s()));
    if (!judgement.bins().isEmpty()) {
      Means.put(row, "calibrationError", Spread.of(judgement.calibrationErrors()));
    }
    return row;
  }

  private static Map<String, Object> numbers(NumberJudgement judgement) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("settings", judgement.settings());
    row.put("part", judgement.part());
    Means.put(row, "r2", Spread.of(judgement.r2s()));
    Means.put(row, "mae", Spread.of(judgement.maes()));
    Means.put(row, "rmse", Spread.of(judgement.rmses()));
    return row;
  }

  private static Map<String, Object> landscape(Landscape landscape) {
    Landscape.Point least =
        Collections.min(landscape.points(), Comparator.comparingDouble(Landscape.Point::loss));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("leastLoss", least.loss());
    row.put("atLogLearningRate", least.logRate());
    if (landscape.chaos() != null) {
      row.put("chaosFromLogLearningRate", landscape.chaos());
    }
    return row;
  }

  private static Map<String, Object> sweep(SweptRates sweep) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("experiment", sweep.experiment());
    row.put(
        "bestRates",
        sweep.transfer().curves().stream()
            .map(curve -> Map.of("width", curve.width(), "learningRate", curve.bestRate()))
            .toList());
    row.put("drift", sweep.transfer().drift());
    row.put("largestRegret", sweep.largestRegret());
    row.put("staysByBestRate", sweep.staysByBestRate());
    row.put("staysByRegret", sweep.staysByRegret());
    return row;
  }

  private static Map<String, Object> search(SearchCurve curve) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("method", curve.method());
    row.put("numbers", curve.numbers());
    row.put("runs", curve.runs());
    row.put("seconds", curve.seconds());
    row.put("found", curve.found());
    if (curve.verdict() != null) {
      Spread losses = Spread.of(curve.verdict().losses());
      row.put("seeds", losses.size());
      row.put("diverged", losses.diverged());
      Means.put(row, "validationLoss", losses);
    }
    return row;
  }

  private static Map<String, Object> judged(List<JudgedRun> runs) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("settings", runs.get(0).settings());
    row.put("seeds", runs.size());
    Spread validation = Spread.over(runs, run -> run.validation().loss());
    row.put("diverged", validation.diverged());
    Means.put(row, "validationLoss", validation);
    Means.put(row, "validationError", Spread.over(runs, run -> run.validation().error()));
    List<JudgedRun.Score> test =
        runs.stream().flatMap(run -> Stream.ofNullable(run.test())).toList();
    if (!test.isEmpty()) {
      Means.put(row, "testLoss", Spread.over(test, JudgedRun.Score::loss));
      Means.put(row, "testError", Spread.over(test, JudgedRun.Score::error));
    }
    return row;
  }

  private static Map<String, Object> tasks(List<TaskResult> tasks) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("arm", tasks.get(0).arm());
    row.put("tasks", tasks.size());
    Spread losses = Spread.of(tasks.stream().flatMap(task -> task.losses().stream()).toList());
    row.put("diverged", losses.diverged());
    Means.put(row, "validationLoss", losses);
    return row;
  }

  private static Map<String, Object> transfer(List<TransferRun> runs) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("arm", runs.get(0).arm());
    row.put("width", runs.get(0).width());
    row.put("seeds", runs.size());
    row.put("diverged", runs.stream().filter(TransferRun::diverged).count());
    Means.put(row, "lastBatchesLoss", Spread.over(runs, TransferRun::trainingLoss));
    Means.put(row, "validationLoss", Spread.over(runs, TransferRun::validationLoss));
    Means.put(row, "validationError", Spread.over(runs, TransferRun::validationError));
    Means.put(row, "testLoss", Spread.over(runs, TransferRun::testLoss));
    Means.put(row, "testError", Spread.over(runs, TransferRun::testError));
    return row;
  }
}
