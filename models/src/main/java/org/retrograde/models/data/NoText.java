package org.retrograde.models.data;

import java.util.Arrays;
import java.util.Optional;

/**
 * Recognizes files that are no UTF-8 text, by their first bytes or by a zero, which no text has.
 */
public final class NoText {

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final byte[] UTF_32_LITTLE = {(byte) 0xff, (byte) 0xfe, 0, 0};
  private static final byte[] UTF_32_BIG = {0, 0, (byte) 0xfe, (byte) 0xff};
  private static final byte[] UTF_16_LITTLE = {(byte) 0xff, (byte) 0xfe};
  private static final byte[] UTF_16_BIG = {(byte) 0xfe, (byte) 0xff};

  private NoText() {}

  /** Returns what a file is and what to do, for after its name; empty where it may be text. */
  public static Optional<String> complaint(byte[] file) {
    if (begins(file, ZIP)) {
      return Optional.of("is a zip archive; unpack it first");
    }
    if (begins(file, PNG)) {
      return Optional.of("is a PNG image and no text");
    }
    if (begins(file, PARQUET)) {
      return Optional.of("is a Parquet file inside of gzip; unpack it first");
    }
    if (begins(file, UTF_32_LITTLE) || begins(file, UTF_32_BIG)) {
      return Optional.of("is UTF-32 text; save it as UTF-8");
    }
    if (begins(file, UTF_16_LITTLE) || begins(file, UTF_16_BIG) || isWide(file)) {
      return Optional.of("is UTF-16 text; save it as UTF-8");
    }
    for (int i = 0; i < file.length; i++) {
      if (file[i] == 0) {
        return Optional.of("is no text: its byte %d is zero".formatted(i + 1));
      }
    }
    return Optional.empty();
  }

  private static boolean begins(byte[] file, byte[] mark) {
    return file.length >= mark.length && Arrays.equals(file, 0, mark.length, mark, 0, mark.length);
  }

  /** A letter of two bytes, one of them zero, as UTF-16 without a mark begins. */
  private static boolean isWide(byte[] file) {
    return file.length >= 2 && (file[0] == 0) != (file[1] == 0);
  }
}
