package org.retrograde.experiments.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.experiments.config.text.Suggestion;
import org.retrograde.experiments.outside.Greeting.Coordinate;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.trial.RawVector;

/** Reads asks, strictly: what is mistyped must not become a trial of something else. */
final class AskReader {

  private static final List<String> FIELDS =
      List.of("id", "raw", "values", "seeds", "firstSeed", "gradient");

  private static final int MOST_SEEDS = 10_000;

  private final Greeting greeting;

  AskReader(Greeting greeting) {
    this.greeting = greeting;
  }

  /**
   * Reads one.
   *
   * @throws RefusedAskException if it is none
   */
  Ask read(JsonNode line) throws RefusedAskException {
    if (!line.isObject()) {
      throw new RefusedAskException(
          "an ask is an object, such as {\"id\": 1, \"raw\": [...]}, got " + type(line));
    }
    for (Iterator<String> names = line.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new RefusedAskException(
            "an ask has no field '%s'%s".formatted(name, Suggestion.orList(name, FIELDS)));
      }
    }
    JsonNode gradient = line.path("gradient");
    if (!gradient.isMissingNode() && !gradient.isBoolean()) {
      throw new RefusedAskException("gradient must be true or false, got " + gradient);
    }
    if (gradient.asBoolean() && greeting.noGradient() != null) {
      throw new RefusedAskException("there is no gradient: " + greeting.noGradient());
    }
    return new Ask(
        line.has("id") ? line.get("id") : NullNode.getInstance(),
        new RawVector(point(line)),
        integer(line, "firstSeed", 0, 0, Integer.MAX_VALUE - MOST_SEEDS),
        integer(line, "seeds", greeting.seeds(), 1, MOST_SEEDS),
        gradient.asBoolean());
  }

  private static int integer(JsonNode line, String name, int usual, int least, int most)
      throws RefusedAskException {
    JsonNode value = line.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.intValue() < least
        || value.intValue() > most) {
      throw new RefusedAskException(
          "%s must be a whole number from %d to %d, got %s".formatted(name, least, most, value));
    }
    return value.intValue();
  }

  private double[] point(JsonNode line) throws RefusedAskException {
    JsonNode raw = line.path("raw");
    JsonNode values = line.path("values");
    if (raw.isMissingNode() == values.isMissingNode()) {
      throw new RefusedAskException(
          "an ask has either raw, a list of %d numbers, or values, numbers by name in natural units"
              .formatted(greeting.numbers().size()));
    }
    double[] point = values.isMissingNode() ? raw(raw) : natural(values);
    for (int i = 0; i < point.length; i++) {
      Coordinate number = greeting.numbers().get(i);
      if (number.strict() && !number.raw().contains(point[i])) {
        throw new RefusedAskException(
            "%s must be from %s to %s (as logarithms: from %s to %s)"
                .formatted(
                    number.name(),
                    number.value().lower(),
                    number.value().upper(),
                    number.raw().lower(),
                    number.raw().upper()));
      }
    }
    return point;
  }

  private double[] raw(JsonNode list) throws RefusedAskException {
    int size = greeting.numbers().size();
    if (!list.isArray() || list.size() != size) {
      throw new RefusedAskException(
          "raw must be a list of %d numbers, got %s"
              .formatted(size, list.isArray() ? list.size() + " of them" : type(list)));
    }
    double[] raw = new double[size];
    for (int i = 0; i < size; i++) {
      raw[i] = finite(greeting.numbers().get(i).name(), list.get(i));
    }
    return raw;
  }

  private double[] natural(JsonNode values) throws RefusedAskException {
    if (!values.isObject()) {
      throw new RefusedAskException(
          "values must be an object of numbers by name, got " + type(values));
    }
    List<String> names = greeting.numbers().stream().map(Coordinate::name).toList();
    double[] raw = greeting.numbers().stream().mapToDouble(one -> one.raw().start()).toArray();
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      int place = names.indexOf(entry.getKey());
      if (place < 0) {
        throw new RefusedAskException(
            "no number is named '%s'%s"
                .formatted(entry.getKey(), Suggestion.orList(entry.getKey(), names)));
      }
      raw[place] = raw(greeting.numbers().get(place), entry.getValue());
    }
    return raw;
  }

  private static double raw(Coordinate number, JsonNode value) throws RefusedAskException {
    double natural = finite(number.name(), value);
    boolean fits =
        switch (number.transform()) {
          case LOG -> natural > 0;
          case LOGIT -> natural > 0 && natural < 1;
          case IDENTITY -> true;
        };
    if (!fits) {
      throw new RefusedAskException(
          "%s must be %s, got %s"
              .formatted(
                  number.name(),
                  number.transform() == Transform.LOG ? "above 0" : "between 0 and 1",
                  value));
    }
    return number.transform().raw(natural);
  }

  private static double finite(String name, JsonNode value) throws RefusedAskException {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new RefusedAskException("%s must be a finite number, got %s".formatted(name, value));
    }
    return value.doubleValue();
  }

  private static String type(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
