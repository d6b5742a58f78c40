package org.retrograde.reports.html.section;

import java.util.List;
import org.retrograde.reports.html.element.Script;

/**
 * What {@link #CHART} draws: lines over the steps of training.
 *
 * @param across what the steps are
 * @param name of the values
 * @param logarithmic whether their axis is
 * @param steps of the values of each line
 * @param lines in the order to draw them
 */
record StepLines(
    String across, String name, boolean logarithmic, List<Integer> steps, List<Line> lines) {

  /** The script's function. */
  static final String CHART = "optimum";

  /** Draws it. */
  static final Script SCRIPT = new Script(StepLines.class, "optimum.js");

  /** Copies the lists. */
  StepLines {
    steps = List.copyOf(steps);
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param name of it
   * @param values by step
   * @param best whether it is drawn thick
   */
  record Line(String name, List<Double> values, boolean best) {}
}
