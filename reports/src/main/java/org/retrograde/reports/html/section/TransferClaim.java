package org.retrograde.reports.html.section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.statistics.SeedVerdict;

/** What the comparison of arms bears out, as the heading of its section. */
final class TransferClaim {

  private final Comparison comparison;
  private final List<Integer> widths;
  private final Map<Integer, Gain> gains = new LinkedHashMap<>();

  TransferClaim(Comparison comparison) {
    this.comparison = comparison;
    this.widths = comparison.widths();
    for (int width : widths) {
      comparison
          .gain(width, ComparedFigure.VALIDATION_LOSS)
          .ifPresent(gain -> gains.put(width, gain));
    }
  }

  String words() {
    if (gains.isEmpty() || gains.size() < widths.size()) {
      return question();
    }
    List<Integer> better = at(SeedVerdict.BETTER);
    if (better.size() == widths.size()) {
      return "Tuned settings beat the best untuned arm at " + named(better);
    }
    if (at(SeedVerdict.NO_SPREAD).size() == widths.size()) {
      return "One seed an arm: there is no spread to judge tuned settings by";
    }
    List<Integer> worse = at(SeedVerdict.WORSE);
    if (better.isEmpty()) {
      return worse.isEmpty()
          ? "Tuned settings gain nothing beyond the spread of seeds over the best untuned arm"
          : "Tuned settings are worse than the best untuned arm at " + named(worse);
    }
    List<Integer> others = widths.stream().filter(width -> !better.contains(width)).toList();
    return "Tuned settings beat the best untuned arm at %s, not at %s"
        .formatted(named(better), named(others));
  }

  /** Where there is no gain at every width: nothing is claimed. */
  private String question() {
    if (widths.size() > 1) {
      return "Does what was tuned hold at other widths?";
    }
    String arm = comparison.arms().get(0);
    return comparison.arms().size() > 1
        ? "How do the arms compare?"
        : "%s at width %d: a validation loss of %s"
            .formatted(
                arm,
                widths.get(0),
                Numbers.figure(
                    comparison.spread(arm, widths.get(0), ComparedFigure.VALIDATION_LOSS).mean()));
  }

  private List<Integer> at(SeedVerdict verdict) {
    return gains.entrySet().stream()
        .filter(gain -> gain.getValue().verdict() == verdict)
        .map(Map.Entry::getKey)
        .toList();
  }

  private String named(List<Integer> some) {
    if (some.size() == widths.size() && some.size() > 1) {
      return "every width";
    }
    return (some.size() == 1 ? "width " : "widths ")
        + some.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
