package org.retrograde.reports.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a record's text, for people who know its file and not this program's types:
 * the place as a JSON pointer (RFC 6901), and what it must be.
 */
final class RecordFault {

  private RecordFault() {}

  /**
   * Returns words for a failure of reading.
   *
   * @param deepest levels of nesting that are read
   */
  static String words(JsonProcessingException failure, int deepest) {
    if (failure instanceof StreamConstraintsException) {
      return "it is nested deeper than %d levels, or holds a number or a word that is too long"
          .formatted(deepest);
    }
    if (failure instanceof JsonMappingException mapping) {
      String pointer = pointer(mapping);
      return (pointer.isEmpty() ? "it " : pointer + " ") + fault(mapping);
    }
    return failure.getOriginalMessage();
  }

  private static String pointer(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(
            step ->
                "/"
                    + (step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1")))
        .collect(Collectors.joining());
  }

  private static String fault(JsonMappingException failure) {
    if (failure instanceof InvalidNullException) {
      return "must not be null";
    }
    if (failure instanceof UnrecognizedPropertyException) {
      return "is not known";
    }
    if (failure instanceof ValueInstantiationException) {
      Throwable cause = failure.getCause();
      return cause instanceof IllegalArgumentException
          ? "cannot be used: " + cause.getMessage()
          : "lacks what it needs, or holds null";
    }
    if (failure instanceof InvalidFormatException format) {
      return "must be %s, got '%s'".formatted(wanted(format.getTargetType()), format.getValue());
    }
    if (failure instanceof MismatchedInputException mismatch) {
      return mismatch.getOriginalMessage().startsWith("Missing required")
          ? "is missing"
          : "must be " + wanted(mismatch.getTargetType());
    }
    return "cannot be used: " + failure.getOriginalMessage();
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(String::valueOf)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    return Collection.class.isAssignableFrom(type) || ListFinding.class.isAssignableFrom(type)
        ? "a list"
        : "an object";
  }
}
