package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads files of JSON that somebody else may have written or changed. What is wrong with one is
 * said in the words of a user, with its line; it may be no deeper and no longer than any that this
 * program writes.
 */
public final class JsonFile {

  private static final int DEEPEST = 100;
  private static final long LONGEST = 1L << 28;
  private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'.*", Pattern.DOTALL);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonFile() {}

  /**
   * Reads a file.
   *
   * @param failure makes the exception of a message, which begins with the file
   * @return the whole of it
   */
  public static JsonNode read(Path file, Function<String, ? extends RuntimeException> failure) {
    try {
      long bytes = Files.size(file);
      if (bytes > LONGEST) {
        throw failure.apply(
            "%s: is too long: it has %d bytes, at most %d are read"
                .formatted(file, bytes, LONGEST));
      }
      return MAPPER.readTree(file.toFile());
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ":%d:%d".formatted(at.getLineNr(), at.getColumnNr());
      throw failure.apply(file + place + ": " + reason(e));
    } catch (IOException e) {
      throw failure.apply(file + ": cannot be read: " + FileReasons.of(e));
    }
  }

  /** The library's own words name its classes and its switches. */
  private static String reason(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return "is nested deeper than %d levels, or holds a number or a word that is too long"
          .formatted(DEEPEST);
    }
    if (e instanceof JsonEOFException) {
      return "is not valid JSON: the file ends too early";
    }
    Matcher twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
    return twice.matches()
        ? "the key '%s' is given twice; keep one".formatted(twice.group(1))
        : "is not valid JSON";
  }
}
