package org.retrograde.experiments.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Word;

/** Reads and writes whatever a config names by a word through the catalogue that has it. */
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

    @Override
    public void serialize(Word value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeString(value.word());
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
      return catalogue.get(parser.getText());
    }
  }
}
