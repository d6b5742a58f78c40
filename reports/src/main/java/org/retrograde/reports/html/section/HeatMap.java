package org.retrograde.reports.html.section;

import java.util.List;
import org.retrograde.reports.html.element.Script;

/**
 * What the chart of a heat map is given.
 *
 * @param rows their names
 * @param columns their names
 * @param what the values are
 * @param values by row; not finite where there is none
 * @param cells what stands in each
 * @param limit size of a value from which on colours stay
 */
record HeatMap(
    List<String> rows,
    List<String> columns,
    String what,
    List<Double> values,
    List<String> cells,
    double limit) {

  /** Name of the chart. */
  static final String CHART = "heat";

  /** What draws it, and the lines of studies. */
  static final Script SCRIPT = new Script(HeatMap.class, "study.js");
}
