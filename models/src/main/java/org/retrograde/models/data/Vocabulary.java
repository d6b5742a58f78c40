package org.retrograde.models.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tokens that texts are made of, each with a number: characters in the order of their code
 * points, or bytes.
 */
public final class Vocabulary {

  private static final int BYTES = 256;

  private final TextUnit unit;

  /** Code points in order; none where tokens are bytes. */
  private final int[] characters;

  private Vocabulary(TextUnit unit, int[] characters) {
    this.unit = unit;
    this.characters = characters;
  }

  /**
   * Returns the vocabulary of a text.
   *
   * @param text not empty
   */
  public static Vocabulary of(TextUnit unit, String text) {
    return new Vocabulary(
        unit,
        unit == TextUnit.BYTES ? new int[0] : text.codePoints().distinct().sorted().toArray());
  }

  /** Returns the number of tokens. */
  public int size() {
    return unit == TextUnit.BYTES ? BYTES : characters.length;
  }

  /**
   * Returns the numbers of a text's tokens.
   *
   * @throws DataException if it has a character that is not of this
   */
  public int[] numbers(String text) {
    if (unit == TextUnit.BYTES) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }
    return text.codePoints().map(this::number).toArray();
  }

  private int number(int character) {
    int number = Arrays.binarySearch(characters, character);
    if (number < 0) {
      throw new DataException(
          "the character %s is not among the %d of the text that the network was made for"
              .formatted(shown(character), characters.length));
    }
    return number;
  }

  private static String shown(int character) {
    String code = "U+%04X".formatted(character);
    return Character.isISOControl(character)
        ? code
        : "'%s' (%s)".formatted(Character.toString(character), code);
  }

  /** Returns the text of some tokens; bytes that are no UTF-8 become replacement characters. */
  public String text(int... numbers) {
    if (unit == TextUnit.BYTES) {
      byte[] bytes = new byte[numbers.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) numbers[i];
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (int number : numbers) {
      text.appendCodePoint(characters[number]);
    }
    return text.toString();
  }
}
