package org.retrograde.reports.html.element;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * JSON that may stand inside a script element: no character sequence in it can close the element or
 * open a comment, and numbers that are not finite are null.
 */
final class EmbeddedJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addSerializer(double.class, new FiniteOrNull()))
          .build();

  private static final MathContext DIGITS = new MathContext(7);

  private EmbeddedJson() {}

  static String of(Object data) {
    try {
      return MAPPER
          .writeValueAsString(data)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + data, e);
    }
  }

  /** A figure shows no more digits; results.json has them all. */
  private static double shown(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  private static final class FiniteOrNull extends StdSerializer<Double> {

    private static final long serialVersionUID = 1L;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(shown(value));
      } else {
        json.writeNull();
      }
    }
  }
}
