package org.retrograde.models.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/** Moments in cells. */
final class Times {

  private static final int DATE = 10;

  private Times() {}

  /** Returns seconds since 1970 of a date or a moment of ISO 8601; empty for something else. */
  static OptionalDouble seconds(String cell) {
    String iso = cell.replace('/', '-');
    try {
      if (iso.length() <= DATE) {
        return OptionalDouble.of(seconds(LocalDate.parse(iso).atStartOfDay()));
      }
      String moment = iso.substring(0, DATE) + 'T' + iso.substring(DATE + 1);
      boolean placed =
          moment.endsWith("Z") || Math.max(moment.lastIndexOf('+'), moment.lastIndexOf('-')) > DATE;
      LocalDateTime utc =
          placed
              ? OffsetDateTime.parse(moment).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : LocalDateTime.parse(moment);
      return OptionalDouble.of(seconds(utc));
    } catch (DateTimeException e) {
      return OptionalDouble.empty();
    }
  }

  private static double seconds(LocalDateTime utc) {
    return ChronoUnit.MICROS.between(LocalDate.EPOCH.atStartOfDay(), utc) * 1e-6;
  }
}
