package org.retrograde.hypergrad.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Locale;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizers;

/** Coefficients as keys of a recipe: their words, as constants are written in code. */
final class CoefficientKeys {

  private CoefficientKeys() {}

  private static String key(Coefficient coefficient) {
    return coefficient.word().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static final class Writer extends JsonSerializer<Coefficient> {

    @Override
    public void serialize(Coefficient value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeFieldName(key(value));
    }
  }

  static final class Reader extends KeyDeserializer {

    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
      for (Coefficient coefficient : Optimizers.COEFFICIENTS.all()) {
        if (key(coefficient).equals(key)) {
          return coefficient;
        }
      }
      return context.handleWeirdKey(
          Coefficient.class,
          key,
          "no optimizer reads it; known are %s",
          Optimizers.COEFFICIENTS.all().stream().map(CoefficientKeys::key).toList());
    }
  }
}
