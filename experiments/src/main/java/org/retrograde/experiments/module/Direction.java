package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
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

  /** On each side of a point. */
  private static final int NEIGHBOURS = 1;

  private static final double MEDIAN = 50;

  /** Copies the lists. */
  Direction {
    at = List.copyOf(at);
    losses = List.copyOf(losses);
    derivatives = List.copyOf(derivatives);
  }

  /**
   * Where derivatives agree with differences of the losses beside them.
   *
   * @param from first distance
   * @param to last distance
   */
  record Stretch(double from, double to) {

    /** Returns the two distances for people. */
    String words() {
      return "%s to %s".formatted(Words.of(from), Words.of(to));
    }
  }

  /**
   * Returns the longest stretch of points at most of whose neighbours both agree; empty if there is
   * no such point. A single kink or spike breaks none.
   */
  Optional<Stretch> agreement() {
    double[] disagreements = ChaosOnset.disagreements(array(at), array(losses), array(derivatives));
    int first = 0;
    int longest = 0;
    int end = 0;
    for (int i = 0; i < disagreements.length; i++) {
      if (median(disagreements, i) > ChaosOnset.LIMIT) {
        first = i + 1;
      } else if (i + 1 - first > longest) {
        longest = i + 1 - first;
        end = i;
      }
    }
    return longest == 0
        ? Optional.empty()
        : Optional.of(new Stretch(at.get(end - longest + 1), at.get(end)));
  }

  private static double median(double[] values, int place) {
    int from = Math.max(0, Math.min(place - NEIGHBOURS, values.length - 1 - 2 * NEIGHBOURS));
    return StatUtils.percentile(values, from, 1 + 2 * NEIGHBOURS, MEDIAN);
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
            agreementWords(),
            "Sizes; dashed are those of differences of the losses beside each point. Where both"
                + " agree, a derivative says where to go.",
            unit,
            "size of the derivative of the loss",
            false,
            true,
            List.of(
                new Study.Line("exact derivative", at, sizes(derivatives), false, List.of()),
                new Study.Line(
                    "difference of losses", at, sizes(differences()), true, List.of()))));
    return charts;
  }

  /** A size of 0 has no place on a logarithmic axis. */
  private static List<Double> sizes(List<Double> values) {
    return values.stream().map(x -> x == 0 ? Double.NaN : Math.abs(x)).toList();
  }

  /** Returns where derivatives mean something, in a sentence without its end. */
  String agreementWords() {
    return agreement()
        .map(
            stretch ->
                "Along %s derivatives mean something from %s".formatted(name, stretch.words()))
        .orElse("Along %s derivatives mean nothing".formatted(name));
  }
}
