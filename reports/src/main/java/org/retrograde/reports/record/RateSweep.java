package org.retrograde.reports.record;

import java.util.List;

/**
 * Loss against learning rate for several widths and parametrizations.
 *
 * @param schema {@link #SCHEMA}
 * @param manifest who measured, where and when
 * @param loss what the losses are, for people
 * @param baseWidth at whose best rate the other widths are judged
 * @param passed whether every figure is within its limits
 * @param transfers one a parametrization
 */
public record RateSweep(
    String schema,
    Manifest manifest,
    String loss,
    int baseWidth,
    boolean passed,
    List<RateTransfer> transfers) {

  /** The schema that this class writes. */
  public static final String SCHEMA = "retrograde-lrsweep-1";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public RateSweep {
    Schemas.require(SCHEMA, schema);
    transfers = List.copyOf(transfers);
  }

  /** Returns this record as indented JSON. */
  public String toJson() {
    return RecordJson.pretty(this);
  }
}
