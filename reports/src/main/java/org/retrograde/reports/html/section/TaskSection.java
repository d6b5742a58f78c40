package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.statistics.Spread;

/** How each task did on its test rows, by the way weights were shared. */
final class TaskSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Tasks.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(TaskSection.class, "tasks.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<TaskResult> results = record.results().all(Tasks.class);
    if (results.isEmpty()) {
      return Optional.empty();
    }
    List<String> arms = results.stream().map(TaskResult::arm).distinct().toList();
    List<String> tasks = results.stream().map(TaskResult::task).distinct().toList();
    return Optional.of(
        new Content(
            "tasks",
            "Tasks",
            claim(results, arms),
            List.of(means(results, arms), figure(results, arms, tasks))));
  }

  private static String claim(List<TaskResult> results, List<String> arms) {
    String best =
        arms.stream()
            .min(
                Comparator.comparingDouble(
                    arm -> Spread.of(bySeed(results, arm, TaskResult::losses)).mean()))
            .orElseThrow();
    return "Lowest mean test loss over the tasks: "
        + best
        + ", "
        + Numbers.figure(Spread.of(bySeed(results, best, TaskResult::losses)).mean());
  }

  /** Means over the tasks of one arm, one a seed. */
  static List<Double> bySeed(
      List<TaskResult> results, String arm, Function<TaskResult, List<Double>> figure) {
    List<List<Double>> rows =
        results.stream().filter(result -> result.arm().equals(arm)).map(figure).toList();
    int seeds = rows.stream().mapToInt(List::size).min().orElse(0);
    return IntStream.range(0, seeds)
        .mapToObj(
            seed -> rows.stream().mapToDouble(row -> row.get(seed)).average().orElse(Double.NaN))
        .toList();
  }

  private static Block means(List<TaskResult> results, List<String> arms) {
    return new Table(
        "Means over all tasks on test rows, ± standard deviation over seeds",
        List.of("weights", "test loss", "test error, %", "seeds"),
        arms.stream().map(arm -> row(results, arm)).toList());
  }

  private static List<Cell> row(List<TaskResult> results, String arm) {
    List<Double> losses = bySeed(results, arm, TaskResult::losses);
    List<Double> errors =
        bySeed(results, arm, TaskResult::errors).stream().map(error -> 100 * error).toList();
    return List.of(
        Cell.text(arm),
        Cell.spread(losses),
        Cell.spread(errors),
        Cell.number(Integer.toString(losses.size())));
  }

  private static Block figure(List<TaskResult> results, List<String> arms, List<String> tasks) {
    List<Series> series = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    for (String arm : arms) {
      List<TaskResult> own = results.stream().filter(result -> result.arm().equals(arm)).toList();
      series.add(
          new Series(
              arm,
              own.stream().map(result -> Spread.of(result.losses()).mean()).toList(),
              arm.equals(arms.get(arms.size() - 1))));
      for (TaskResult result : own) {
        rows.add(
            List.of(
                Cell.text(arm),
                Cell.text(result.task()),
                Cell.spread(result.losses()),
                Cell.spread(result.errors())));
      }
    }
    return Figure.of(
        "tasks",
        "chart-tasks",
        new Figure.Words(
            "Which task gains?", "Mean test loss of each task over the seeds; lower is better."),
        new Data(tasks, series),
        new Table(
            "Test loss and error by task", List.of("weights", "task", "loss", "error"), rows));
  }

  private record Series(String name, List<Double> losses, boolean tuned) {}

  private record Data(List<String> tasks, List<Series> series) {}
}
