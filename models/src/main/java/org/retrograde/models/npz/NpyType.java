package org.retrograde.models.npz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.retrograde.models.data.HalfPrecision;

/**
 * What the values of an array are, as {@code dtype.str} says it.
 *
 * @param kind b for truth, i and u for whole numbers, f for others, U and S for texts
 * @param size bytes of a value
 * @param order of its bytes
 */
record NpyType(char kind, int size, ByteOrder order) {

  private static final Pattern FORM = Pattern.compile("([<>|=])([a-zA-Z])(\\d{1,6})");
  private static final int BYTES_OF_LETTER = 4;

  /** Returns the type of a description; empty if it is none of those that are read. */
  static Optional<NpyType> of(String description) {
    Matcher form = FORM.matcher(description);
    if (!form.matches()) {
      return Optional.empty();
    }
    char kind = form.group(2).charAt(0);
    int count = Integer.parseInt(form.group(3));
    boolean known =
        switch (kind) {
          case 'b' -> count == 1;
          case 'i', 'u' -> count == 1 || count == 2 || count == 4 || count == 8;
          case 'f' -> count == 2 || count == 4 || count == 8;
          case 'U', 'S' -> count > 0;
          default -> false;
        };
    ByteOrder order = form.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int size = kind == 'U' ? BYTES_OF_LETTER * count : count;
    return known ? Optional.of(new NpyType(kind, size, order)) : Optional.empty();
  }

  boolean isText() {
    return kind == 'U' || kind == 'S';
  }

  /** Returns whether values are numbers that may have fractions. */
  boolean isReal() {
    return kind == 'f';
  }

  boolean isByte() {
    return kind == 'u' && size == 1;
  }

  /** Returns the next value of a buffer in this order of bytes. */
  double number(ByteBuffer from) {
    return switch (size) {
      case 1 -> small(from.get());
      case 2 -> {
        short bits = from.getShort();
        yield kind == 'f'
            ? HalfPrecision.toFloat(bits)
            : kind == 'u' ? Short.toUnsignedInt(bits) : bits;
      }
      case 4 ->
          kind == 'f'
              ? from.getFloat()
              : kind == 'u' ? Integer.toUnsignedLong(from.getInt()) : from.getInt();
      default -> kind == 'f' ? from.getDouble() : large(from.getLong());
    };
  }

  private double small(byte bits) {
    return switch (kind) {
      case 'b' -> bits == 0 ? 0 : 1;
      case 'u' -> Byte.toUnsignedInt(bits);
      default -> bits;
    };
  }

  /** Half of a number without a sign has one; the last bit decides how it is rounded. */
  private double large(long bits) {
    return kind == 'i' || bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  /** Returns the next value of a buffer as a text, without the zeros that fill it. */
  String text(ByteBuffer from) {
    byte[] bytes = new byte[size];
    from.get(bytes);
    Charset letters =
        kind == 'S'
            ? StandardCharsets.UTF_8
            : Charset.forName(order == ByteOrder.BIG_ENDIAN ? "UTF-32BE" : "UTF-32LE");
    String filled = new String(bytes, letters);
    int end = filled.length();
    while (end > 0 && filled.charAt(end - 1) == 0) {
      end--;
    }
    return filled.substring(0, end);
  }
}
