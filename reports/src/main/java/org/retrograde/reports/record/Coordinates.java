package org.retrograde.reports.record;

import java.util.List;

/**
 * A coordinate check: how pre-activations, and what training adds to them, follow the width.
 *
 * @param schema {@link #SCHEMA}
 * @param manifest who measured, where and when
 * @param parametrization for people
 * @param axis along which networks become larger, width or depth
 * @param values widths of the hidden layers, or how many there are; ascending
 * @param seeds runs at each value, the same ones
 * @param steps of training that were looked at
 * @param passed whether every figure is within its limits
 * @param figures the criteria
 * @param faults what is at fault, the likeliest first; empty if nothing was found
 * @param advice what to do where it cannot be told whether something is; empty otherwise
 * @param series what was measured
 */
public record Coordinates(
    String schema,
    Manifest manifest,
    String parametrization,
    String axis,
    List<Integer> values,
    int seeds,
    int steps,
    boolean passed,
    List<UncertainFigure> figures,
    List<Fault> faults,
    String advice,
    List<CoordinateSeries> series) {

  /** The schema that this class writes. */
  public static final String SCHEMA = "retrograde-coordcheck-3";

  /**
   * Something that does not follow the width as it should.
   *
   * @param tensor parameter group, such as W3
   * @param reason a sentence with the figure
   */
  public record Fault(String tensor, String reason) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public Coordinates {
    Schemas.require(SCHEMA, schema);
    values = List.copyOf(values);
    figures = List.copyOf(figures);
    faults = List.copyOf(faults);
    series = List.copyOf(series);
  }

  /** Returns this record as indented JSON. */
  public String toJson() {
    return RecordJson.pretty(this);
  }
}
