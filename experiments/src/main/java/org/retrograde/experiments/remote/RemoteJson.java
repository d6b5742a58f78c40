package org.retrograde.experiments.remote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import org.retrograde.experiments.config.WordModule;
import org.retrograde.experiments.engine.ResultJson;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.reversible.word.Keyword;

/** JSON of trials and their results: sorted keys, one line, numbers that read back to the bit. */
final class RemoteJson {

  private static final JsonMapper MAPPER =
      ResultJson.mapper()
          .rebuild()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .addModule(new WordModule())
          .addModule(keywords())
          .build();

  private RemoteJson() {}

  /** Reads the constants of every enum whose words are written, in a catalogue or not. */
  private static SimpleModule keywords() {
    return new SimpleModule("keywords")
        .setDeserializerModifier(
            new BeanDeserializerModifier() {
              private static final long serialVersionUID = 1L;

              @Override
              public JsonDeserializer<?> modifyEnumDeserializer(
                  DeserializationConfig config,
                  JavaType type,
                  BeanDescription description,
                  JsonDeserializer<?> usual) {
                return Keyword.class.isAssignableFrom(type.getRawClass())
                    ? new KeywordReader(type.getRawClass())
                    : usual;
              }
            });
  }

  private static final class KeywordReader extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1L;

    KeywordReader(Class<?> type) {
      super(type);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String word = parser.getText();
      for (Object constant : handledType().getEnumConstants()) {
        if (((Keyword) constant).word().equals(word)) {
          return constant;
        }
      }
      return context.handleWeirdStringValue(handledType(), word, "no word of these");
    }
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value + ": " + e.getOriginalMessage(), e);
    }
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads a text.
   *
   * @param kind of it, for errors
   * @throws TrialTextException if it is not that
   */
  static <T> T read(String text, Class<T> type, String kind) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new TrialTextException(
          "is not %s: %s".formatted(kind, e.getOriginalMessage().lines().findFirst().orElse("")));
    }
  }

  /**
   * Reads a tree.
   *
   * @throws TrialTextException if it is not that
   */
  static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new TrialTextException("cannot be read: " + e.getOriginalMessage());
    }
  }

  /** Reads the outcome of a trial that finds something of a type. */
  static <R> Outcome<R> outcome(JsonNode tree, Class<R> type) {
    JavaType outcome = TypeFactory.defaultInstance().constructParametricType(Outcome.class, type);
    try {
      return MAPPER.readValue(MAPPER.treeAsTokens(tree), outcome);
    } catch (IOException e) {
      throw new TrialTextException("its outcome cannot be read: " + e.getMessage());
    }
  }
}
