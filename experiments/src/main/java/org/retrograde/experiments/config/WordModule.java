package org.retrograde.experiments.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/**
 * Reads and writes whatever a config names by a word through the catalogue that has it: the word,
 * or a section with the word as its name and numbers beside it.
 */
final class WordModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  WordModule() {
    addSerializer(Word.class, new Writer());
    Words.all().forEach(this::addReader);
  }

  private <T extends Word> void addReader(Catalogue<T> catalogue) {
    addDeserializer(catalogue.type(), new Reader<>(catalogue));
  }

  private static final class Writer extends StdSerializer<Word> {

    private static final long serialVersionUID = 1L;

    Writer() {
      super(Word.class);
    }

    /** A word alone where all numbers are the usual ones, which older programs read too. */
    @Override
    public void serialize(Word value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      Map<String, Number> numbers = WordNumbers.of(value);
      if (numbers.equals(usual(value))) {
        to.writeString(value.word());
        return;
      }
      to.writeStartObject();
      to.writeStringField("name", value.word());
      for (Map.Entry<String, Number> number : numbers.entrySet()) {
        to.writeObjectField(number.getKey(), number.getValue());
      }
      to.writeEndObject();
    }

    private static Map<String, Number> usual(Word value) {
      return Words.all().stream()
          .filter(catalogue -> catalogue.type().isInstance(value))
          .flatMap(catalogue -> catalogue.find(value.word()).stream())
          .findFirst()
          .map(WordNumbers::of)
          .orElse(Map.of());
    }
  }

  private static final class Reader<T extends Word> extends StdScalarDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Catalogue<T> catalogue;

    Reader(Catalogue<T> catalogue) {
      super(catalogue.type());
      this.catalogue = catalogue;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return catalogue.get(parser.getText());
      }
      JsonNode tree = parser.readValueAsTree();
      Map<String, Number> given = new HashMap<>();
      tree.properties().stream()
          .filter(entry -> entry.getValue().isNumber())
          .forEach(entry -> given.put(entry.getKey(), entry.getValue().numberValue()));
      try {
        return WordNumbers.with(catalogue.get(tree.path("name").asText()), given);
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }
}
