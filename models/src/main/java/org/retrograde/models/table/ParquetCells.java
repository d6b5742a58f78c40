package org.retrograde.models.table;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.retrograde.models.data.HalfPrecision;

/** How the values of a column of Parquet are written in cells. */
final class ParquetCells {

  private static final int JULIAN_DAY_OF_1970 = 2_440_588;

  private ParquetCells() {}

  /** Writes the value that a reader stands at. */
  @FunctionalInterface
  interface Writer {

    /**
     * Returns the cell.
     *
     * @throws IOException if the value has no text
     */
    String written(ColumnReader reader) throws IOException;
  }

  /** Returns whether a column is no numbers, whatever its cells look like. */
  static boolean isText(SchemaElement column) {
    return switch (column.type) {
      case BOOLEAN, INT96 -> true;
      case FLOAT, DOUBLE -> false;
      case INT32, INT64 ->
          switch (ParquetKind.of(column)) {
            case DATE, TIME, TIMESTAMP -> true;
            default -> false;
          };
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
          switch (ParquetKind.of(column)) {
            case DECIMAL, HALF -> false;
            default -> true;
          };
    };
  }

  /** Returns how the values of a column are written. */
  static Writer of(SchemaElement column) {
    return switch (column.type) {
      case BOOLEAN -> reader -> Boolean.toString(reader.getBoolean());
      case FLOAT -> reader -> Float.toString(reader.getFloat());
      case DOUBLE -> reader -> Double.toString(reader.getDouble());
      case INT96 -> reader -> moment(bytes(reader));
      case INT32, INT64 -> whole(column);
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
          switch (ParquetKind.of(column)) {
            case DECIMAL -> {
              int scale = ParquetKind.scale(column);
              yield reader -> decimal(new BigInteger(bytes(reader).array()), scale);
            }
            case HALF -> reader -> Float.toString(half(bytes(reader)));
            case UUID -> reader -> uuid(bytes(reader));
            default -> reader -> text(bytes(reader));
          };
    };
  }

  private static Writer whole(SchemaElement column) {
    boolean narrow = column.type == Type.INT32;
    return switch (ParquetKind.of(column)) {
      case DECIMAL -> {
        int scale = ParquetKind.scale(column);
        yield reader -> decimal(BigInteger.valueOf(number(reader, narrow)), scale);
      }
      case DATE -> reader -> LocalDate.ofEpochDay(number(reader, narrow)).toString();
      case TIME -> {
        TimeUnit unit = ParquetKind.unit(column);
        yield reader -> LocalTime.ofNanoOfDay(unit.toNanos(number(reader, narrow))).toString();
      }
      case TIMESTAMP -> {
        TimeUnit unit = ParquetKind.unit(column);
        yield reader -> moment(number(reader, narrow), unit);
      }
      case UNSIGNED ->
          narrow
              ? reader -> Integer.toUnsignedString(reader.getInteger())
              : reader -> Long.toUnsignedString(reader.getLong());
      default -> reader -> Long.toString(number(reader, narrow));
    };
  }

  private static long number(ColumnReader reader, boolean narrow) {
    return narrow ? reader.getInteger() : reader.getLong();
  }

  private static ByteBuffer bytes(ColumnReader reader) {
    return ByteBuffer.wrap(reader.getBinary().getBytes());
  }

  private static String decimal(BigInteger digits, int scale) {
    return new BigDecimal(digits, scale).toPlainString();
  }

  private static String moment(long value, TimeUnit unit) {
    long second = unit.convert(1, TimeUnit.SECONDS);
    int nanos = (int) unit.toNanos(Math.floorMod(value, second));
    return LocalDateTime.ofEpochSecond(Math.floorDiv(value, second), nanos, ZoneOffset.UTC)
        .toString();
  }

  /** Nanoseconds of the day, then the Julian day: so moments were before they had a type. */
  private static String moment(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = (long) bytes.getInt() - JULIAN_DAY_OF_1970;
    Instant moment = Instant.ofEpochSecond(TimeUnit.DAYS.toSeconds(day)).plusNanos(nanos);
    return LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString();
  }

  private static float half(ByteBuffer bytes) {
    return HalfPrecision.toFloat(bytes.order(ByteOrder.LITTLE_ENDIAN).getShort());
  }

  private static String uuid(ByteBuffer bytes) {
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  private static String text(ByteBuffer bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it holds bytes that are no text", e);
    }
  }
}
