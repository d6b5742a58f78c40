package org.retrograde.reports.record;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results as JSON: the schema, this program's own kinds in a fixed order and whether found or not,
 * and then all others.
 */
final class ResultsJson {

  private final FindingKinds kinds;

  ResultsJson(FindingKinds kinds) {
    this.kinds = kinds;
  }

  /** Indented text that ends with a line break. */
  static String write(Results results) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(FindingKinds.SCHEMA_KEY, Results.SCHEMA);
    fields.putAll(FindingKinds.nothing());
    results
        .byKey()
        .forEach(
            (key, finding) ->
                fields.put(
                    key,
                    finding instanceof UnknownFinding unknown
                        ? new RawValue(unknown.json())
                        : finding));
    return RecordJson.pretty(fields);
  }

  /**
   * Reads what {@link #write} wrote, here or elsewhere.
   *
   * @throws RunRecordException if the text is no JSON, of another schema, or a known kind does not
   *     fit its type
   */
  Results read(RecordJson.Source source) throws RunRecordException {
    RecordJson.requireSchema(source, Results.SCHEMA);
    return new Results(RecordJson.parse(source, parser -> findings(parser, source.text())));
  }

  private Map<String, Finding> findings(JsonParser parser, String text) throws IOException {
    Map<String, Finding> findings = new LinkedHashMap<>();
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      if (key.equals(FindingKinds.SCHEMA_KEY)) {
        continue;
      }
      Optional<Class<? extends Finding>> type = kinds.type(key);
      @Nullable Finding finding =
          type.isPresent()
              ? known(parser, key, type.get())
              : new UnknownFinding(textOf(parser, text));
      if (finding != null && !finding.empty()) {
        findings.put(key, finding);
      }
    }
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "there is more text after the end of the results");
    }
    return findings;
  }

  private static @Nullable Finding known(
      JsonParser parser, String key, Class<? extends Finding> type) throws IOException {
    try {
      return parser.readValueAs(type);
    } catch (JsonMappingException e) {
      e.prependPath(Results.class, key);
      throw e;
    }
  }

  /** The text of the value at which a parser stands, which it then has passed. */
  private static String textOf(JsonParser parser, String text) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }
}
