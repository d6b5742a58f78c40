package org.retrograde.models.table;

import java.util.concurrent.TimeUnit;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit._Fields;
import org.jspecify.annotations.Nullable;

/** What the stored numbers or bytes of a column of Parquet stand for. */
enum ParquetKind {
  PLAIN,
  UNSIGNED,
  DECIMAL,
  DATE,
  TIME,
  TIMESTAMP,
  HALF,
  UUID;

  /** Tells it from the logical type, or the converted type that files had before it. */
  static ParquetKind of(SchemaElement column) {
    LogicalType type = column.logicalType;
    return type == null ? of(column.converted_type) : of(type);
  }

  private static ParquetKind of(LogicalType type) {
    return switch (type.getSetField()) {
      case INTEGER -> type.getINTEGER().isSigned ? PLAIN : UNSIGNED;
      case DECIMAL -> DECIMAL;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      case FLOAT16 -> HALF;
      case UUID -> UUID;
      default -> PLAIN;
    };
  }

  private static ParquetKind of(@Nullable ConvertedType type) {
    return type == null
        ? PLAIN
        : switch (type) {
          case UINT_8, UINT_16, UINT_32, UINT_64 -> UNSIGNED;
          case DECIMAL -> DECIMAL;
          case DATE -> DATE;
          case TIME_MILLIS, TIME_MICROS -> TIME;
          case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> TIMESTAMP;
          default -> PLAIN;
        };
  }

  /** Returns the digits behind the point of a decimal number. */
  static int scale(SchemaElement column) {
    LogicalType type = column.logicalType;
    return type == null ? column.scale : type.getDECIMAL().scale;
  }

  /** Returns what a time or a moment is counted in. */
  static TimeUnit unit(SchemaElement column) {
    LogicalType type = column.logicalType;
    if (type == null) {
      return column.converted_type == ConvertedType.TIME_MILLIS
              || column.converted_type == ConvertedType.TIMESTAMP_MILLIS
          ? TimeUnit.MILLISECONDS
          : TimeUnit.MICROSECONDS;
    }
    _Fields unit =
        (type.isSetTIME() ? type.getTIME().unit : type.getTIMESTAMP().unit).getSetField();
    return switch (unit) {
      case MILLIS -> TimeUnit.MILLISECONDS;
      case MICROS -> TimeUnit.MICROSECONDS;
      case NANOS -> TimeUnit.NANOSECONDS;
    };
  }
}
