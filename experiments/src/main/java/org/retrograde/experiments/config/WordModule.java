package org.retrograde.experiments.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.function.Function;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/** Reads and writes whatever a config names by a word through the catalogue that has it. */
public final class WordModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /** Makes the module. */
  public WordModule() {
    addSerializer(new Writer<>(Word.class, WordTrees::of));
    addSerializer(new Writer<>(Schedule.class, ScheduleTrees::of));
    Words.all().forEach(this::addReader);
    addDeserializer(Schedule.class, new Reader<>(Schedule.class, ScheduleTrees::read));
  }

  private <T extends Word> void addReader(Catalogue<T> catalogue) {
    addDeserializer(
        catalogue.type(), new Reader<>(catalogue.type(), tree -> WordTrees.read(catalogue, tree)));
  }

  private static final class Writer<T> extends StdSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<T, JsonNode> tree;

    Writer(Class<T> type, Function<T, JsonNode> tree) {
      super(type);
      this.tree = tree;
    }

    @Override
    public void serialize(T value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(tree.apply(value), to);
    }
  }

  private static final class Reader<T> extends StdDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<JsonNode, T> value;

    Reader(Class<T> type, Function<JsonNode, T> value) {
      super(type);
      this.value = value;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      JsonNode tree = parser.readValueAsTree();
      try {
        return value.apply(tree);
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }
}
