package org.retrograde.reports.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A law of the loss that was fitted to curves.
 *
 * @param schema {@link #SCHEMA}
 * @param manifest who fitted it, where and when
 * @param law with its numbers
 * @param curves those it was fitted to, then those it is held against
 */
public record LawFile(String schema, Manifest manifest, LawNumbers law, List<LawCurve> curves) {

  /** The schema that this class reads and writes. */
  public static final String SCHEMA = "retrograde-law-1";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if {@code schema} is not {@link #SCHEMA}
   */
  public LawFile {
    Schemas.require(SCHEMA, schema);
    curves = List.copyOf(curves);
  }

  /** Returns this record as indented JSON. */
  public String toJson() {
    return RecordJson.pretty(this);
  }

  /**
   * Reads one.
   *
   * @throws RunRecordException if it is broken or of an unknown schema; names file, line and remedy
   * @throws IOException if it cannot be read
   */
  public static LawFile read(Path file) throws IOException {
    return RecordJson.read(
        new RecordJson.Source(file, 1, TextFile.read(file)), SCHEMA, LawFile.class);
  }
}
