package org.retrograde.reports.record;

import java.util.List;

/**
 * How time and memory of an exact hypergradient grow with the size of a run.
 *
 * @param schema {@link #SCHEMA}
 * @param manifest who measured, where and when
 * @param spillBytes memory for spilled words and logs, beyond which they went to disk
 * @param series one for each axis
 */
public record Growth(String schema, Manifest manifest, long spillBytes, List<GrowthSeries> series) {

  /** The schema that this class writes. */
  public static final String SCHEMA = "retrograde-growth-2";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public Growth {
    Schemas.require(SCHEMA, schema);
    series = List.copyOf(series);
  }

  /** Returns this record as indented JSON. */
  public String toJson() {
    return RecordJson.pretty(this);
  }
}
