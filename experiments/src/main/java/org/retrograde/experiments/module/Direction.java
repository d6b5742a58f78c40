package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.retrograde.experiments.phase.ChaosOnset;
import org.retrograde.reports.record.Study;

/**
 * The loss along a line through the start of all arms, from one start of the weights and with one
 * order of batches.
 *
 * @param name of the direction
 * @param unit of the distances, in words
 * @param at evenly spaced distances from the start
 * @param losses there; infinite where a run diverged
 * @param derivatives of the loss by the distance, exact; NaN where there is none
 */
record Direction(
    String name, String unit, List<Double> at, List<Double> losses, List<Double> derivatives) {

  /** Copies the lists. */
  Direction {
    at = List.copyOf(at);
    losses = List.copyOf(losses);
    derivatives = List.copyOf(derivatives);
  }

  /** Returns the distance from which on derivatives say nothing of the losses beside them. */
  double onset() {
    OptionalInt onset = ChaosOnset.find(array(at), array(losses), array(derivatives));
    return onset.isPresent() ? at.get(onset.getAsInt()) : Double.NaN;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(x -> x).toArray();
  }

  /** Returns the differences of the losses beside each point by their distance. */
  private List<Double> differences() {
    return IntStream.range(0, at.size())
        .mapToObj(
            i -> {
              int before = Math.max(0, i - 1);
              int after = Math.min(at.size() - 1, i + 1);
              return (losses.get(after) - losses.get(before)) / (at.get(after) - at.get(before));
            })
        .toList();
  }

  /** Returns the loss, and the derivative beside the differences, as pictures. */
  List<Study.Chart> charts() {
    List<Study.Chart> charts = new ArrayList<>();
    charts.add(
        new Study.Chart(
            "The loss along %s".formatted(name),
            "One start of the weights, one order of batches; 0 is where all arms begin.",
            unit,
            "validation loss",
            false,
            false,
            List.of(new Study.Line("loss", at, losses, false, List.of()))));
    charts.add(
        new Study.Chart(
            onsetWords(),
            "Dashed are differences of the losses beside each point. Where both agree, a derivative"
                + " says where to go.",
            unit,
            "derivative of the loss",
            false,
            false,
            List.of(
                new Study.Line("exact derivative", at, derivatives, false, List.of()),
                new Study.Line("difference of losses", at, differences(), true, List.of()))));
    return charts;
  }

  private String onsetWords() {
    return Double.isNaN(onset())
        ? "Along %s derivatives say something everywhere".formatted(name)
        : "Along %s derivatives stop to say anything at %s".formatted(name, Words.of(onset()));
  }
}
