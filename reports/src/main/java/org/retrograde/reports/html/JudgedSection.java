package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.RunRecord;

/** How the settings before and after tuning do on seeds that nothing was chosen by. */
final class JudgedSection {

  private static final String START = "start";
  private static final String TUNED = "tuned";

  private final List<JudgedRun> runs;

  private JudgedSection(List<JudgedRun> runs) {
    this.runs = runs;
  }

  static Optional<Section> of(RunRecord record) {
    List<JudgedRun> runs = record.results().judged();
    return runs.isEmpty() ? Optional.empty() : Optional.of(new JudgedSection(runs).section());
  }

  private Section section() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("training loss", run -> run.training().loss()));
    rows.add(row("validation loss", run -> run.validation().loss()));
    rows.add(row("test loss", run -> run.test().loss()));
    rows.add(row("training error", run -> run.training().error()));
    rows.add(row("validation error", run -> run.validation().error()));
    rows.add(row("test error", run -> run.test().error()));
    Spread start = spread(START, run -> run.test().loss());
    Spread tuned = spread(TUNED, run -> run.test().loss());
    String claim =
        tuned.count() == 0
            ? "Without tuning, the test loss is " + Numbers.figure(start.mean())
            : "Tuning took the test loss from %s to %s"
                .formatted(Numbers.figure(start.mean()), Numbers.figure(tuned.mean()));
    return new Section(
        "judged",
        "Unseen seeds",
        claim,
        List.of(
            new Table(
                "On seeds that nothing was chosen by: mean ± standard deviation, on all rows",
                List.of("figure", START, TUNED),
                rows)));
  }

  private List<Cell> row(String name, Function<JudgedRun, Double> figure) {
    return List.of(Cell.text(name), cell(START, figure), cell(TUNED, figure));
  }

  private Cell cell(String settings, Function<JudgedRun, Double> figure) {
    Cell cell = Cell.number(Numbers.spread(spread(settings, figure)));
    long lost =
        runs.stream()
            .filter(run -> run.settings().equals(settings))
            .filter(run -> Double.isInfinite(run.training().loss()))
            .count();
    return lost == 0 ? cell : cell.withDetail(lost + " diverged");
  }

  private Spread spread(String settings, Function<JudgedRun, Double> figure) {
    return Spread.of(
        runs.stream().filter(run -> run.settings().equals(settings)).map(figure).toList());
  }
}
