package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the record types: strict when reading, so that a typo or a missing field is an error that
 * names its line. A component that older files lack says {@code @JsonProperty(required = false)}.
 *
 * <p>Doubles that are not finite are written as strings, Jackson's default, and read back from
 * them.
 */
final class RecordJson {

  /** Levels of nesting that are read; no record has as many. */
  private static final int DEEPEST = 100;

  /** Letters of a schema that a message repeats. */
  private static final int QUOTED = 60;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .annotationIntrospector(new OwnRules())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectReader VALUE_BY_VALUE =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

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
    requireSchema(source, schema);
    return read(source, type);
  }

  /**
   * Refuses a file of another schema.
   *
   * @throws RunRecordException if the text is no JSON or of another schema
   */
  static void requireSchema(Source source, String schema) throws RunRecordException {
    String found = parse(source, RecordJson::schemaOf);
    if (!found.equals(quoted(schema))) {
      throw new RunRecordException(
          source.file(),
          "expected schema \"%s\", found %s; read this run with the version of Retrograde that wrote it"
              .formatted(schema, found));
    }
  }

  /** The schema in quotes, or words for what stands there; reads no further than it must. */
  private static String schemaOf(JsonParser parser) throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals("schema");
        JsonToken value = parser.nextToken();
        if (here) {
          return value == JsonToken.VALUE_STRING ? quoted(parser.getText()) : "no text";
        }
        parser.skipChildren();
      }
    }
    return "none";
  }

  private static String quoted(String text) {
    return text.length() > QUOTED ? "\"" + text.substring(0, QUOTED) + "…" : "\"" + text + "\"";
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

  /**
   * Lets a parser go over a text, value by value.
   *
   * @throws RunRecordException if the text is no JSON or not what {@code parsing} expects
   */
  static <T> T parse(Source source, Parsing<T> parsing) throws RunRecordException {
    try (JsonParser parser = VALUE_BY_VALUE.createParser(source.text())) {
      parser.setCodec(VALUE_BY_VALUE);
      return parsing.parse(parser);
    } catch (JsonProcessingException e) {
      throw broken(source, e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  private static RunRecordException broken(Source source, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    long line = source.firstLine() + (location == null ? 0 : Math.max(0, location.getLineNr() - 1));
    return RunRecordException.atLine(
        source.file(),
        line,
        "cannot be read: "
            + RecordFault.words(e, DEEPEST)
            + "; restore the file from a copy, or run the experiment again",
        e);
  }

  /**
   * Takes a record's component as required where it does not say otherwise, as never null where its
   * type does not say {@code @Nullable}, and a finding that is a list as that list.
   */
  private static final class OwnRules extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
      boolean silent =
          member instanceof AnnotatedParameter && !member.hasAnnotation(JsonProperty.class);
      return silent ? Boolean.TRUE : super.hasRequiredMarker(member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
      JsonSetter.Value said = super.findSetterInfo(annotated);
      if (!(annotated instanceof AnnotatedParameter parameter)) {
        return said;
      }
      boolean silent = !parameter.hasAnnotation(JsonSetter.class) && !isNullable(parameter);
      return (silent ? said.withValueNulls(Nulls.FAIL) : said).withContentNulls(Nulls.FAIL);
    }

    private static boolean isNullable(AnnotatedParameter parameter) {
      return ((Executable) parameter.getOwner().getMember())
          .getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(Nullable.class);
    }

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(
        MapperConfig<?> config, Annotated annotated) {
      boolean list =
          annotated instanceof AnnotatedConstructor constructor
              && ListFinding.class.isAssignableFrom(constructor.getDeclaringClass());
      return list ? JsonCreator.Mode.DELEGATING : super.findCreatorAnnotation(config, annotated);
    }
  }

  /**
   * What is done with a parser.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Parsing<T> {
    T parse(JsonParser parser) throws IOException;
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
