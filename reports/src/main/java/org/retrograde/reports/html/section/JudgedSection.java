package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.statistics.Spread;

/** How the settings before and after tuning do on seeds that nothing was chosen by. */
final class JudgedSection implements Section {

  private static final Rows TRAINING = new Rows("training", JudgedRun::training);
  private static final Rows VALIDATION = new Rows("validation", JudgedRun::validation);
  private static final Rows TEST = new Rows("test", JudgedRun::test);

  /** A part of the data, and how a run did on it: null if the problem has no such part. */
  private record Rows(String name, Function<JudgedRun, JudgedRun.@Nullable Score> of) {}

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Judged.class, LossUnit.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    Optional<LossUnit> unit = record.results().find(LossUnit.class);
    return record.results().find(Judged.class).map(judged -> section(judged.all(), unit));
  }

  private static Content section(List<JudgedRun> runs, Optional<LossUnit> unit) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Rows part : List.of(TRAINING, VALIDATION, TEST)) {
      rows.addAll(row(runs, part, "loss", JudgedRun.Score::loss));
    }
    unit.ifPresent(
        bits -> {
          for (Rows part : List.of(TRAINING, VALIDATION, TEST)) {
            rows.addAll(row(runs, part, "loss, " + bits.name(), score -> bits.of(score.loss())));
          }
        });
    boolean classes = runs.stream().anyMatch(run -> !Double.isNaN(run.validation().error()));
    for (Rows part : classes ? List.of(TRAINING, VALIDATION, TEST) : List.<Rows>of()) {
      rows.addAll(row(runs, part, "error", JudgedRun.Score::error));
    }
    Rows judge = runs.get(0).test() == null ? VALIDATION : TEST;
    Spread start = spread(runs, JudgedRun.START, judge, JudgedRun.Score::loss);
    Spread tuned = spread(runs, JudgedRun.TUNED, judge, JudgedRun.Score::loss);
    return new Content(
        "judged",
        "Unseen seeds",
        claim(judge, start, tuned, change(runs, judge)),
        List.of(
            new Table(
                "On seeds that nothing was chosen by: mean ± standard deviation over those that did"
                    + " not diverge, on all rows; a change in the heading is paired by seed, with"
                    + " its 95\u00a0% interval",
                header(runs), rows)));
  }

  /** The columns: the baseline has one where there is one. */
  private static List<String> settings(List<JudgedRun> runs) {
    boolean hasBaseline = runs.stream().anyMatch(run -> run.settings().equals(JudgedRun.BASELINE));
    return hasBaseline
        ? List.of(JudgedRun.START, JudgedRun.TUNED, JudgedRun.BASELINE)
        : List.of(JudgedRun.START, JudgedRun.TUNED);
  }

  private static List<String> header(List<JudgedRun> runs) {
    List<String> header = new ArrayList<>(List.of("figure"));
    header.addAll(settings(runs));
    return header;
  }

  private static String claim(Rows judge, Spread start, Spread tuned, Spread change) {
    if (tuned.size() == 0) {
      return "Without tuning, the %s loss is %s".formatted(judge.name(), shown(start));
    }
    String fromTo = "the %s loss from %s to %s".formatted(judge.name(), shown(start), shown(tuned));
    if (change.count() < 2) {
      return "Tuning took " + fromTo + "; there is no spread of seeds to judge that by";
    }
    if (!change.clear()) {
      return "Tuning gained nothing beyond the spread of seeds: it took " + fromTo;
    }
    return "Tuning took %s, by %s over %d seeds"
        .formatted(fromTo, Numbers.percentInterval(change), change.count());
  }

  private static String shown(Spread losses) {
    if (losses.count() == 0) {
      return "diverged";
    }
    String mean = Numbers.figure(losses.mean());
    return losses.diverged() == 0 ? mean : "%s (%s)".formatted(mean, losses.lostWords());
  }

  /** The change of each seed that was judged with both settings, in percent. */
  private static Spread change(List<JudgedRun> runs, Rows judge) {
    Map<Long, Double> before = losses(runs, JudgedRun.START, judge);
    Map<Long, Double> after = losses(runs, JudgedRun.TUNED, judge);
    List<Double> changes = new ArrayList<>();
    before.forEach(
        (seed, from) -> {
          Double to = after.get(seed);
          if (to != null) {
            changes.add(100 * (to - from) / from);
          }
        });
    return Spread.of(changes);
  }

  private static Map<Long, Double> losses(List<JudgedRun> runs, String settings, Rows judge) {
    Map<Long, Double> losses = new LinkedHashMap<>();
    for (JudgedRun run : runs) {
      JudgedRun.Score score = judge.of().apply(run);
      if (run.settings().equals(settings) && score != null) {
        losses.put(run.seed(), score.loss());
      }
    }
    return losses;
  }

  /** Returns a row; none of what the problem has no rows for. */
  private static List<List<Cell>> row(
      List<JudgedRun> runs, Rows part, String figure, Function<JudgedRun.Score, Double> value) {
    if (part.of().apply(runs.get(0)) == null) {
      return List.of();
    }
    List<Cell> cells = new ArrayList<>(List.of(Cell.text(part.name() + " " + figure)));
    settings(runs).forEach(setting -> cells.add(cell(runs, setting, part, value)));
    return List.of(cells);
  }

  private static Cell cell(
      List<JudgedRun> runs, String settings, Rows part, Function<JudgedRun.Score, Double> value) {
    Spread spread = spread(runs, settings, part, value);
    return Cell.number(spread.count() == 0 ? "–" : Numbers.spread(spread), spread.mean())
        .withDetail(new Judged(runs).lostWords(settings));
  }

  private static Spread spread(
      List<JudgedRun> runs, String settings, Rows part, Function<JudgedRun.Score, Double> value) {
    return Spread.of(
        runs.stream()
            .filter(run -> run.settings().equals(settings))
            .map(part.of())
            .filter(Objects::nonNull)
            .map(value)
            .toList());
  }
}
