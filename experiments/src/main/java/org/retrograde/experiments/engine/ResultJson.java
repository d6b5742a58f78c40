package org.retrograde.experiments.engine;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;

/** JSON of what trials find, which reads back to the same bits. */
public final class ResultJson {

  private ResultJson() {}

  /** Returns a new mapper. */
  public static JsonMapper mapper() {
    SimpleModule settings = new SimpleModule();
    settings.addSerializer(new SettingsWriter());
    settings.addDeserializer(RunSettings.class, new SettingsReader());
    return JsonMapper.builder()
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .addModule(settings)
        .build();
  }

  private static final class SettingsWriter extends StdSerializer<RunSettings> {
    private static final long serialVersionUID = 1L;

    SettingsWriter() {
      super(RunSettings.class);
    }

    @Override
    public void serialize(RunSettings value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeBinary(SettingsBytes.of(value));
    }
  }

  private static final class SettingsReader extends StdDeserializer<RunSettings> {
    private static final long serialVersionUID = 1L;

    SettingsReader() {
      super(RunSettings.class);
    }

    @Override
    public RunSettings deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return SettingsBytes.read(parser.getBinaryValue());
    }
  }
}
