package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.retrograde.reports.record.Contest;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.statistics.Spread;

/** Schedules that were searched and learnt, on the same unseen seeds. */
final class ContestSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Contest.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(StepLines.SCRIPT);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record
        .results()
        .find(Contest.class)
        .map(
            found ->
                new Content(
                    "contest", "Contest", claim(found), List.of(table(found), lines(found))));
  }

  private static double mean(Contest.Entry entry) {
    return entry.losses().stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
  }

  /** The entry of least mean loss. */
  private static Contest.Entry winner(List<Contest.Entry> entries) {
    return entries.stream()
        .min(Comparator.comparingDouble(ContestSection::mean))
        .orElseThrow(() -> new IllegalArgumentException("a contest has at least one entry"));
  }

  /** The best that was searched, or the best of all if nothing was. */
  private static Contest.Entry rival(Contest found) {
    List<Contest.Entry> searched =
        found.entries().stream().filter(entry -> !entry.learnt()).toList();
    return winner(searched.isEmpty() ? found.entries() : searched);
  }

  private static String claim(Contest found) {
    List<Contest.Entry> learnt = found.entries().stream().filter(Contest.Entry::learnt).toList();
    Contest.Entry rival = rival(found);
    if (learnt.isEmpty() || rival.learnt()) {
      return winner(found.entries()).name() + " is the best schedule";
    }
    Contest.Entry best = winner(learnt);
    if (diverged(best) + diverged(rival) > 0) {
      return "Runs of %s, the best that was learnt or searched, diverged"
          .formatted(diverged(best) > 0 ? best.name() : rival.name());
    }
    Spread change = change(best, rival);
    String against = "the best searched one, " + rival.name();
    if (!change.clear()) {
      return "The seeds cannot tell %s from %s".formatted(best.name(), against);
    }
    return "%s is %s than %s, by %s"
        .formatted(
            best.name(),
            change.mean() < 0 ? "better" : "worse",
            against,
            Numbers.percentInterval(change));
  }

  private static long diverged(Contest.Entry entry) {
    return entry.losses().stream().filter(loss -> !Double.isFinite(loss)).count();
  }

  /** In percent, paired by seed. */
  private static Spread change(Contest.Entry entry, Contest.Entry rival) {
    return Spread.of(
        IntStream.range(0, entry.losses().size())
            .mapToObj(i -> 100 * (entry.losses().get(i) / rival.losses().get(i) - 1))
            .toList());
  }

  private static Block lines(Contest found) {
    Contest.Entry best = winner(found.entries());
    List<Integer> steps = IntStream.range(0, best.rates().size()).boxed().toList();
    return Figure.of(
        StepLines.CHART,
        "chart-contest",
        new Figure.Words(
            "How do the schedules run?",
            "The learning rate of each step, the geometric mean over parameter groups where they"
                + " differ; thick for the schedule of least loss. The axis is logarithmic: equal"
                + " distances are equal factors. What a step promises, in the table, is what one"
                + " along the exact hypergradient takes off the loss, to first order, if it moves"
                + " no rate by more than a tenth: how far from tuned a schedule is."),
        new StepLines(
            "training step",
            "learning rate",
            true,
            steps,
            found.entries().stream()
                .map(one -> new StepLines.Line(one.name(), one.rates(), one.equals(best)))
                .toList()),
        null);
  }

  private static Table table(Contest found) {
    Contest.Entry rival = rival(found);
    List<List<Cell>> rows = new ArrayList<>();
    found.entries().stream()
        .sorted(Comparator.comparingDouble(ContestSection::mean))
        .forEach(entry -> rows.add(row(entry, rival)));
    return new Table(
        "Validation losses on unseen seeds, the best first",
        List.of(
            "schedule",
            "what it is",
            "runs spent",
            "loss",
            "against " + rival.name(),
            "promised by a step"),
        rows);
  }

  private static List<Cell> row(Contest.Entry entry, Contest.Entry rival) {
    long lost = diverged(entry);
    Cell loss =
        lost == 0
            ? Cell.spread(entry.losses())
            : Cell.text("%d of %d diverged".formatted(lost, entry.losses().size()));
    boolean isCompared = !entry.equals(rival) && lost + diverged(rival) == 0;
    return List.of(
        Cell.text(entry.name()),
        Cell.text(entry.words()),
        Cell.number(Numbers.countOrFigure(Math.rint(entry.runs()))),
        loss,
        isCompared ? Cell.number(Numbers.percentInterval(change(entry, rival))) : Cell.text("–"),
        promise(entry));
  }

  private static Cell promise(Contest.Entry entry) {
    Double promise = entry.promise();
    return promise == null || promise.isNaN()
        ? Cell.text("–")
        : Cell.number(String.format(Locale.ROOT, "−%.2g %%", 100 * promise));
  }
}
