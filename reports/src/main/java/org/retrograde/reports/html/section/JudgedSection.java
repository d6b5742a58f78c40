package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Spread;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.RunRecord;

/** How the settings before and after tuning do on seeds that nothing was chosen by. */
final class JudgedSection implements Section {

  private static final String START = "start";
  private static final String TUNED = "tuned";

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Judged.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(Judged.class).map(judged -> section(judged.all()));
  }

  private static Content section(List<JudgedRun> runs) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row(runs, "training loss", run -> run.training().loss()));
    rows.add(row(runs, "validation loss", run -> run.validation().loss()));
    rows.add(row(runs, "test loss", run -> run.test().loss()));
    rows.add(row(runs, "training error", run -> run.training().error()));
    rows.add(row(runs, "validation error", run -> run.validation().error()));
    rows.add(row(runs, "test error", run -> run.test().error()));
    Spread start = spread(runs, START, run -> run.test().loss());
    Spread tuned = spread(runs, TUNED, run -> run.test().loss());
    String claim =
        tuned.count() == 0
            ? "Without tuning, the test loss is " + Numbers.figure(start.mean())
            : "Tuning took the test loss from %s to %s"
                .formatted(Numbers.figure(start.mean()), Numbers.figure(tuned.mean()));
    return new Content(
        "judged",
        "Unseen seeds",
        claim,
        List.of(
            new Table(
                "On seeds that nothing was chosen by: mean ± standard deviation, on all rows",
                List.of("figure", START, TUNED),
                rows)));
  }

  private static List<Cell> row(
      List<JudgedRun> runs, String name, Function<JudgedRun, Double> figure) {
    return List.of(Cell.text(name), cell(runs, START, figure), cell(runs, TUNED, figure));
  }

  private static Cell cell(
      List<JudgedRun> runs, String settings, Function<JudgedRun, Double> figure) {
    Cell cell = Cell.number(Numbers.spread(spread(runs, settings, figure)));
    long lost =
        runs.stream()
            .filter(run -> run.settings().equals(settings))
            .filter(run -> Double.isInfinite(run.training().loss()))
            .count();
    return lost == 0 ? cell : cell.withDetail(lost + " diverged");
  }

  private static Spread spread(
      List<JudgedRun> runs, String settings, Function<JudgedRun, Double> figure) {
    return Spread.of(
        runs.stream().filter(run -> run.settings().equals(settings)).map(figure).toList());
  }
}
