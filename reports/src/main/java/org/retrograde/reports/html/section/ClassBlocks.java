package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.Judged;

/**
 * How classes are predicted: figures, a confusion matrix and a reliability diagram.
 *
 * @param all one a setting; what was tuned is shown first
 * @param judged the runs that they are of
 */
record ClassBlocks(List<ClassJudgement> all, Judged judged) {

  /** Puts what was tuned first. */
  ClassBlocks {
    all = TunedFirst.sorted(all, ClassJudgement::settings);
  }

  /** What the chart is given. */
  private record Reliability(List<Arm> arms) {}

  private record Arm(String name, List<ClassJudgement.Bin> bins) {}

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>(List.of(figures()));
    boolean calibrated = !all.get(0).bins().isEmpty();
    if (calibrated) {
      blocks.add(reliability());
    }
    for (ClassJudgement one : calibrated ? all : all.subList(0, 1)) {
      if (!one.confusion().isEmpty()) {
        blocks.add(confusion(one, calibrated ? one.settings() : null));
      }
    }
    return blocks;
  }

  private Table figures() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ClassJudgement one : all) {
      rows.add(
          List.of(
              Cell.text(one.settings()).withDetail(judged.lostWords(one.settings())),
              Cell.spread(one.accuracies()),
              Cell.spread(one.macroF1s()),
              Cell.spread(one.calibrationErrors())));
    }
    return new Table(
        "On all %s rows: mean ± standard deviation over the seeds that did not diverge; macro F1 is a mean over classes, the"
                .formatted(all.get(0).part())
            + " calibration error the expected distance of probabilities from accuracies",
        List.of("trained with", "accuracy", "macro F1", "calibration error"),
        rows);
  }

  private Figure reliability() {
    List<Arm> arms = all.stream().map(one -> new Arm(one.settings(), one.bins())).toList();
    return Figure.of(
            "reliability",
            "chart-reliability",
            new Figure.Words(
                "Are predictions as often right as they are sure?",
                "Predictions of the %s rows of all seeds by their probability. Below the dashed"
                        .formatted(all.get(0).part())
                    + " line they are surer than right; large dots stand for many rows."),
            new Reliability(arms),
            bins())
        .withChoices(arms.stream().map(arm -> new Figure.Choice(arm.name(), arm.name())).toList());
  }

  private Table bins() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ClassJudgement one : all) {
      for (ClassJudgement.Bin bin : one.bins()) {
        if (bin.rows() > 0) {
          rows.add(
              List.of(
                  Cell.text(one.settings()),
                  Cell.number(bin.confidence()),
                  Cell.number(bin.accuracy()),
                  Cell.count(bin.rows())));
        }
      }
    }
    return new Table(
        "Intervals of the probability, without those that have no rows",
        List.of("trained with", "mean probability", "fraction that is right", "rows"),
        rows);
  }

  private static Table confusion(ClassJudgement one, @Nullable String choice) {
    List<String> header = new ArrayList<>(List.of("is \\ taken for"));
    header.addAll(one.classes());
    List<List<Cell>> rows = new ArrayList<>();
    for (int actual = 0; actual < one.classes().size(); actual++) {
      List<Long> counts = one.confusion().get(actual);
      long sum = Math.max(1, counts.stream().mapToLong(count -> count).sum());
      List<Cell> row = new ArrayList<>(List.of(Cell.text(one.classes().get(actual))));
      for (long count : counts) {
        row.add(Cell.count(count).heated((double) count / sum));
      }
      rows.add(row);
    }
    return new Table(
        "Confusion, %s: the %s rows of each class by what they are taken for, of %s together; the"
                .formatted(one.settings(), one.part(), seeds(one.accuracies().size()))
            + " colour is the part of the class",
        header,
        rows,
        choice);
  }

  private static String seeds(int count) {
    return count == 1 ? "one seed" : count + " seeds";
  }
}
