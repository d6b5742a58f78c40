package org.retrograde.reports.html.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;

/**
 * A figure of a run that has a value for each of several seeds.
 *
 * @param name what it is, the same in every run that has it
 * @param fraction whether it is a fraction of rows
 * @param higherIsBetter whether more of it is better
 * @param bySeed its values; not finite where a training diverged
 */
record SeedFigure(String name, boolean fraction, boolean higherIsBetter, Map<Long, Double> bySeed) {

  /** The settings whose judged runs are compared, those after tuning first. */
  private static final List<String> SETTINGS =
      List.of(JudgedRun.TUNED, JudgedRun.START, JudgedRun.BASELINE);

  /** Returns the figures of a run, those it is summed up in first. */
  static List<SeedFigure> of(RunRecord run) {
    List<JudgedRun> judged = run.results().all(Judged.class);
    List<SeedFigure> figures = new ArrayList<>();
    Optional<Headline> headline = run.results().find(Headline.class);
    for (String settings : SETTINGS) {
      headline.ifPresent(of -> addHeadline(of, settings, judged, figures));
      addLoss(settings, judged, figures);
    }
    addTransfer(run.results().all(Transfer.class), figures);
    return figures;
  }

  /** The values of the headline stand in the order of the judged runs. */
  private static void addHeadline(
      Headline headline, String settings, List<JudgedRun> judged, List<SeedFigure> figures) {
    List<Double> values =
        switch (settings) {
          case JudgedRun.TUNED -> headline.tuned();
          case JudgedRun.START -> headline.start();
          default -> headline.baseline();
        };
    List<Long> seeds =
        judged.stream()
            .filter(run -> run.settings().equals(settings))
            .map(JudgedRun::seed)
            .toList();
    if (values.isEmpty() || values.size() != seeds.size()) {
      return;
    }
    Map<Long, Double> bySeed = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      bySeed.put(seeds.get(i), values.get(i));
    }
    figures.add(
        new SeedFigure(
            headline.name() + words(settings),
            headline.fraction(),
            headline.higherIsBetter(),
            bySeed));
  }

  private static void addLoss(String settings, List<JudgedRun> judged, List<SeedFigure> figures) {
    Map<Long, Double> test = new LinkedHashMap<>();
    Map<Long, Double> validation = new LinkedHashMap<>();
    for (JudgedRun run : judged) {
      if (run.settings().equals(settings)) {
        validation.put(run.seed(), run.validation().loss());
        JudgedRun.@Nullable Score score = run.test();
        if (score != null) {
          test.put(run.seed(), score.loss());
        }
      }
    }
    addLosses("test loss" + words(settings), test, figures);
    if (test.isEmpty()) {
      addLosses("validation loss" + words(settings), validation, figures);
    }
  }

  private static String words(String settings) {
    return switch (settings) {
      case JudgedRun.TUNED -> " after tuning";
      case JudgedRun.START -> " before tuning";
      default -> " of the baseline";
    };
  }

  private static void addTransfer(List<TransferRun> runs, List<SeedFigure> figures) {
    Map<String, Map<Long, Double>> losses = new LinkedHashMap<>();
    for (TransferRun run : runs) {
      losses
          .computeIfAbsent(
              "test loss of %s at width %d".formatted(run.arm(), run.width()),
              name -> new LinkedHashMap<>())
          .put(run.seed(), run.testLoss());
    }
    losses.forEach((name, bySeed) -> addLosses(name, bySeed, figures));
  }

  private static void addLosses(String name, Map<Long, Double> bySeed, List<SeedFigure> figures) {
    if (!bySeed.isEmpty()) {
      figures.add(new SeedFigure(name, false, false, bySeed));
    }
  }
}
