package org.retrograde.experiments.sai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.retrograde.reports.record.Study;

/**
 * Ratios of first gradients, in words.
 *
 * @param groups parameter groups
 */
record SaiStudy(List<Group> groups) {

  /** The size from which a ratio is held against its root. */
  private static final int LARGE = 64;

  /**
   * A parameter group.
   *
   * @param name of it
   * @param size n
   * @param ratios g-SNR of each seed
   * @param slope derivative of the final loss by the logarithm of its rate, at these ratios
   * @param learnt what tuning multiplied its rates by, NaN without tuning
   */
  record Group(String name, int size, List<Double> ratios, double slope, double learnt) {

    /** Copies the list. */
    Group {
      ratios = List.copyOf(ratios);
    }

    double ratio() {
      return ratios.stream().mapToDouble(x -> x).average().orElseThrow();
    }

    double root() {
      return Math.sqrt(size);
    }

    /** Returns the largest relative distance of a ratio from the root of the size. */
    double off() {
      return ratios.stream().mapToDouble(x -> Math.abs(x / root() - 1)).max().orElseThrow();
    }
  }

  Study study(String name) {
    Map<String, Double> figures = new LinkedHashMap<>();
    double off =
        groups.stream()
            .filter(group -> group.size() >= LARGE)
            .mapToDouble(Group::off)
            .max()
            .orElse(Double.NaN);
    figures.put("off-root-of-size", off);
    figures.put("rank-correlation-with-size", spearman(Group::size));
    figures.put("rank-correlation-with-learnt", spearman(Group::learnt));
    return new Study(name, heading(off), words(), table(), List.of(), figures);
  }

  /** Returns Spearman's correlation with the ratios, NaN where something is not known. */
  private double spearman(ToDoubleFunction<Group> number) {
    double[] numbers = groups.stream().mapToDouble(number).toArray();
    double[] ratios = groups.stream().mapToDouble(Group::ratio).toArray();
    boolean known = groups.stream().mapToDouble(number).allMatch(Double::isFinite);
    return known && numbers.length > 1
        ? new SpearmansCorrelation().correlation(numbers, ratios)
        : Double.NaN;
  }

  private static String heading(double off) {
    return Double.isNaN(off)
        ? "Signal-to-noise ratios of first gradients"
        : "Signal-to-noise ratios are the roots of sizes, to %s %% for %d numbers or more"
            .formatted(number(100 * off), LARGE);
  }

  private String words() {
    String learnt =
        groups.stream().mapToDouble(Group::learnt).allMatch(Double::isFinite)
            ? " Their ranks correlate with those of the learnt factors by %s."
                .formatted(number(spearman(Group::learnt)))
            : "";
    return "The norm of each group's first gradient over its standard deviation, in the mean over"
        + " seeds. The derivative is that of the final loss by the logarithm of the group's"
        + " rate, where all rates are the usual ones times these ratios, and the scale:"
        + " above 0 a smaller one would have left less."
        + learnt;
  }

  private Study.Rows table() {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups) {
      rows.add(
          List.of(
              group.name(),
              String.valueOf(group.size()),
              number(group.root()),
              number(group.ratio()),
              number(100 * group.off()) + " %",
              number(group.slope()),
              number(group.learnt())));
    }
    return new Study.Rows(
        "Ratios of first gradients",
        List.of(
            "parameter group",
            "numbers",
            "root of it",
            "ratio",
            "furthest off",
            "derivative there",
            "learnt factor"),
        rows);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }
}
