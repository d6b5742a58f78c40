package org.retrograde.experiments.cli;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;

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
    put("published", results.all(Published.class));
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

  private static Map<String, Object> search(SearchCurve curve) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("method", curve.method());
    row.put("numbers", curve.numbers());
    row.put("runs", curve.runs());
    row.put("seconds", curve.seconds());
    row.put("found", curve.found());
    if (curve.verdict() != null) {
      row.put("seeds", curve.verdict().losses().size());
      Spread.of(curve.verdict().losses()).putInto(row, "validationLoss");
    }
    return row;
  }

  private static Map<String, Object> judged(List<JudgedRun> runs) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("settings", runs.get(0).settings());
    row.put("seeds", runs.size());
    Spread.over(runs, run -> run.validation().loss()).putInto(row, "validationLoss");
    Spread.over(runs, run -> run.validation().error()).putInto(row, "validationError");
    List<JudgedRun.Score> test =
        runs.stream().flatMap(run -> Stream.ofNullable(run.test())).toList();
    if (!test.isEmpty()) {
      Spread.over(test, JudgedRun.Score::loss).putInto(row, "testLoss");
      Spread.over(test, JudgedRun.Score::error).putInto(row, "testError");
    }
    return row;
  }

  private static Map<String, Object> tasks(List<TaskResult> tasks) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("arm", tasks.get(0).arm());
    row.put("tasks", tasks.size());
    row.put(
        "validationLoss",
        Spread.of(tasks.stream().flatMap(task -> task.losses().stream()).toList()).mean());
    return row;
  }

  private static Map<String, Object> transfer(List<TransferRun> runs) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("arm", runs.get(0).arm());
    row.put("width", runs.get(0).width());
    row.put("seeds", runs.size());
    row.put("diverged", runs.stream().filter(TransferRun::diverged).count());
    Spread.over(runs, TransferRun::trainingLoss).putInto(row, "trainingLoss");
    Spread.over(runs, TransferRun::validationLoss).putInto(row, "validationLoss");
    Spread.over(runs, TransferRun::validationError).putInto(row, "validationError");
    Spread.over(runs, TransferRun::testLoss).putInto(row, "testLoss");
    Spread.over(runs, TransferRun::testError).putInto(row, "testError");
    return row;
  }
}
