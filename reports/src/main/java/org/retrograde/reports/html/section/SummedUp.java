package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.statistics.SeedVerdict;
import org.retrograde.reports.statistics.Spread;

/**
 * The figure that a run is summed up in, of everything that is compared, and what tuning changed.
 *
 * @param headline that figure
 */
record SummedUp(Headline headline) {

  Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    add(rows, JudgedRun.TUNED, headline.tuned());
    add(rows, JudgedRun.START, headline.start());
    add(rows, JudgedRun.BASELINE, headline.baseline());
    if (Double.isFinite(headline.constant())) {
      add(
          rows,
          "constant answer",
          Collections.nCopies(headline.start().size(), headline.constant()));
    }
    return new Table(
        "%s, %s is better: mean ± standard deviation over the seeds that did not diverge; changes are"
                .formatted(headline.name(), headline.higherIsBetter() ? "higher" : "lower")
            + " paired by seed, with their 95\u00a0%% interval. %s"
                .formatted(capital(headline.rowsWords())),
        List.of("trained with", headline.name(), "tuned against it"),
        rows);
  }

  private void add(List<List<Cell>> rows, String settings, List<Double> values) {
    if (!values.isEmpty()) {
      rows.add(
          List.of(
              Cell.text(settings),
              Cell.spread(values),
              settings.equals(JudgedRun.TUNED) ? Cell.text("") : change(values)));
    }
  }

  private Cell change(List<Double> values) {
    Spread change = headline.changeFrom(values);
    if (change.count() == 0) {
      return Cell.number("–");
    }
    String words = Numbers.signed(change.mean());
    return change.count() < 2
        ? Cell.number(words, change.mean()).withDetail("one seed")
        : Cell.number(words + " ± " + Numbers.figure(change.halfWidth()), change.mean())
            .withDetail(verdict(change));
  }

  private String verdict(Spread change) {
    return switch (SeedVerdict.of(change, headline.higherIsBetter())) {
      case BETTER -> "better";
      case WORSE -> "worse";
      case WITHIN_SPREAD, NO_SPREAD -> "the seeds do not tell";
    };
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
