package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;

/**
 * JSON of the record types: strict when reading, so that a typo or a missing field is an error that
 * names its line. A component that older files lack says {@code @JsonProperty(required = false)}.
 *
 * <p>Doubles that are not finite are written as strings, Jackson's default, and read back from
 * them.
 */
final class RecordJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new RequiredUnlessSaid())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private RecordJson() {}

  /** One line, without a line break. */
  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + value, e);
    }
  }

  /** Indented text that ends with a line break. */
  static String pretty(Object value) {
    try {
      return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + value, e);
    }
  }

  /**
   * Reads a file that names its schema.
   *
   * @throws RunRecordException if the text is no JSON, of another schema, or does not fit {@code
   *     type}
   */
  static <T> T read(Source source, String schema, Class<T> type) throws RunRecordException {
    try {
      JsonNode found = MAPPER.readTree(source.text()).path("schema");
      if (!schema.equals(found.textValue())) {
        throw new RunRecordException(
            source.file(),
            "expected schema \"%s\", found %s; read this run with the version of Retrograde that wrote it"
                .formatted(schema, found.isMissingNode() ? "none" : found.toString()));
      }
      return MAPPER.readValue(source.text(), type);
    } catch (JsonProcessingException e) {
      throw broken(source, e);
    }
  }

  /**
   * Reads one value without a schema of its own.
   *
   * @throws RunRecordException if the text is no JSON or does not fit {@code type}
   */
  static <T> T read(Source source, Class<T> type) throws RunRecordException {
    try {
      return MAPPER.readValue(source.text(), type);
    } catch (JsonProcessingException e) {
      throw broken(source, e);
    }
  }

  private static RunRecordException broken(Source source, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    long line = source.firstLine() + (location == null ? 0 : Math.max(0, location.getLineNr() - 1));
    return RunRecordException.atLine(
        source.file(),
        line,
        "cannot be read: "
            + e.getOriginalMessage()
            + "; restore the file from a copy, or run the experiment again",
        e);
  }

  /** Takes a record's component as required where it does not say otherwise. */
  private static final class RequiredUnlessSaid extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
      boolean silent =
          member instanceof AnnotatedParameter && !member.hasAnnotation(JsonProperty.class);
      return silent ? Boolean.TRUE : super.hasRequiredMarker(member);
    }
  }

  /**
   * A piece of a file.
   *
   * @param file where it stands, for messages
   * @param firstLine line of its first character, counted from 1
   * @param text the JSON
   */
  record Source(Path file, long firstLine, String text) {}
}
