package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;

/** A gain for the top of the page: against the best untuned arm, with the weaker ones beneath. */
final class GainFigure {

  private static final ComparedFigure METRIC = ComparedFigure.VALIDATION_LOSS;

  private final Comparison comparison;
  private final int width;
  private final Gain gain;

  private GainFigure(Comparison comparison, int width, Gain gain) {
    this.comparison = comparison;
    this.width = width;
    this.gain = gain;
  }

  static KeyFigure of(Comparison comparison, int width, Gain gain) {
    return new GainFigure(comparison, width, gain).figure();
  }

  private KeyFigure figure() {
    List<String> lines = new ArrayList<>();
    lines.add(gain.words() + (gain.lost() == 0 ? "" : "; " + gain.lost() + " diverged"));
    lines.add(mean(gain.tuned()));
    lines.add(mean(gain.rival()) + ", the best untuned");
    if (gain.untuned().size() > 1) {
      lines.add("against weaker ones: " + weaker());
    }
    if (gain.change().count() > 1) {
      lines.add(
          gain.change().count()
              + " seeds; ± of losses is their standard deviation, of changes a 95\u00a0% interval");
    }
    return new KeyFigure(
        "Validation loss at width " + width,
        Numbers.percentInterval(gain.change()),
        String.join("\n", lines),
        gain.tone());
  }

  private String mean(String arm) {
    return arm + " " + Numbers.spread(comparison.spread(arm, width, METRIC));
  }

  /** The change against each weaker arm. */
  private String weaker() {
    return gain.untuned().stream()
        .skip(1)
        .map(
            arm ->
                arm
                    + " "
                    + Numbers.percentInterval(comparison.change(gain.tuned(), arm, width, METRIC)))
        .collect(Collectors.joining(", "));
  }
}
