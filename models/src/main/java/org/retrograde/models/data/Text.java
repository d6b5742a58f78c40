package org.retrograde.models.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A text as examples: a row for each token but the last, its one feature the token's number, its
 * label the number of the next one. Rows stand in the order of the text, so that a window of them
 * is a piece of it.
 *
 * @param rows as many as the text has tokens, less one
 */
public record Text(LabeledData rows) {

  private static final String KJV = "kjv.txt.gz";
  private static final String KJV_SHA256 =
      "18b98bfe3cae31f1d1db883f3e4ea9692023bf569c27343d0ffc3b2b290fa554";

  /**
   * Reads the King James Bible from the class path: 63 characters, 4.1 million of them, the end of
   * a line among them. The SHA-256 of the file is checked at every read.
   *
   * @throws DataException if the file is missing or has another hash
   */
  public static Text kjv() {
    try (InputStream in = Text.class.getResourceAsStream("kjv/" + KJV)) {
      if (in == null) {
        throw new DataException(KJV + ": not on the class path; build the models module again");
      }
      return of(DataFile.read(KJV, in).requireSha256(KJV_SHA256), TextUnit.CHARACTERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file of UTF-8, compressed by gzip or not.
   *
   * @throws DataException if it cannot be read, is no UTF-8 or has fewer than two tokens
   */
  public static Text read(Path path, TextUnit unit) {
    return of(DataFile.read(path), unit);
  }

  /** Returns the vocabulary of the tokens. */
  public Vocabulary vocabulary() {
    return rows.vocabulary().orElseThrow();
  }

  /**
   * Returns the rows as windows of so many tokens.
   *
   * @param window at least 1
   */
  public LabeledData windows(int window) {
    return rows.shaped(new InputShape.Token(window));
  }

  private static Text of(DataFile file, TextUnit unit) {
    String text = decoded(file);
    Vocabulary vocabulary = Vocabulary.of(unit, text);
    int[] tokens = vocabulary.numbers(text);
    if (tokens.length < 2) {
      throw new DataException(
          "%s: a text needs at least 2 characters, got %d".formatted(file.name(), tokens.length));
    }
    int rows = tokens.length - 1;
    float[] inputs = new float[rows];
    for (int i = 0; i < rows; i++) {
      inputs[i] = tokens[i];
    }
    return new Text(
        LabeledData.wrap(
            inputs,
            Arrays.copyOfRange(tokens, 1, tokens.length),
            vocabulary.size(),
            new Origin(
                Map.of(file.name(), file.sha256()),
                List.of(new Feature("token")),
                List.of(),
                null,
                vocabulary)));
  }

  private static String decoded(DataFile file) {
    byte[] bytes = file.content();
    NoText.complaint(bytes)
        .ifPresent(
            complaint -> {
              throw new DataException("%s: %s".formatted(file.name(), complaint));
            });
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(rest).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DataException(
          "%s: is no UTF-8 text (at byte %d); save it as UTF-8"
              .formatted(file.name(), rest.position()),
          e);
    }
  }
}
