package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.retrograde.reversible.word.Catalogue;
import org.retrograde.reversible.word.Keyword;
import org.retrograde.reversible.word.Word;

/**
 * The settings of what a word stands for: the components of a record, which a config may set beside
 * its name. The catalogue's entry has the usual values, the record's constructor the ranges.
 */
final class WordSettings {

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private WordSettings() {}

  /**
   * Returns the settings of a word, in order: none if it is not a record that is made without
   * arguments too, since then its components are what it is, and cannot be set beside its name.
   */
  static List<Setting> of(Word word) {
    return word instanceof Record settings && isMadeWithoutArguments(settings)
        ? of(settings)
        : List.of();
  }

  private static boolean isMadeWithoutArguments(Record settings) {
    return Arrays.stream(settings.getClass().getConstructors())
        .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  /** Returns the settings of a record, in order. */
  static List<Setting> of(Record settings) {
    return Arrays.stream(settings.getClass().getRecordComponents())
        .filter(component -> Setting.takes(component.getGenericType()))
        .map(
            component ->
                new Setting(key(component), component.getGenericType(), value(settings, component)))
        .toList();
  }

  /** Returns the settings of a word that are real numbers, by their keys. */
  static Map<String, Double> numbers(Word word) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Setting setting : of(word)) {
      if (setting.value() instanceof Double number) {
        numbers.put(setting.key(), number);
      }
    }
    return numbers;
  }

  /** Returns the usual settings of entries of a list. */
  static List<Setting> ofUsual(Class<? extends Record> type) {
    return of(usual(type));
  }

  /** Makes an entry of a list as it usually is. */
  static <R extends Record> R usual(Class<R> type) {
    try {
      return made(type.getDeclaredConstructor());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " needs a public constructor of usual values", e);
    }
  }

  /**
   * Returns what the word stands for with other settings.
   *
   * @param given a section that passed the schema; what it does not have stays
   * @throws IllegalArgumentException if the constructor refuses a value
   */
  static <T> T with(T word, JsonNode given) {
    if (!(word instanceof Record settings)
        || of(settings).stream().noneMatch(setting -> given.has(setting.key()))) {
      return word;
    }
    RecordComponent[] components = word.getClass().getRecordComponents();
    Object[] arguments = Arrays.stream(components).map(c -> argument(settings, c, given)).toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @SuppressWarnings("unchecked") // the class of an instance
    Class<T> type = (Class<T>) word.getClass();
    try {
      return made(type.getDeclaredConstructor(types), arguments);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  private static Object argument(Record settings, RecordComponent component, JsonNode given) {
    Object value = value(settings, component);
    JsonNode tree = given.path(key(component));
    return tree.isMissingNode()
        ? value
        : new Setting(key(component), component.getGenericType(), value).read(tree);
  }

  private static <T> T made(Constructor<T> constructor, Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(constructor + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " must be public", e);
    }
  }

  private static Object value(Record settings, RecordComponent component) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(settings.getClass() + " must be public", e);
    }
  }

  private static String key(RecordComponent component) {
    return HUMP.matcher(component.getName()).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /**
   * A component of a record as a config has it: a number, a truth, a text, a keyword, or a list of
   * records whose components are such again.
   *
   * @param key in the config
   * @param type of the component
   * @param value that the record has
   */
  record Setting(String key, Type type, Object value) {

    /** Returns whether a config can say components of a type. */
    static boolean takes(Type type) {
      return type == int.class
          || type == long.class
          || type == double.class
          || type == boolean.class
          || type == String.class
          || isKeyword(type)
          || isRecords(type);
    }

    private static boolean isKeyword(Type type) {
      return type instanceof Class<?> one && one.isEnum() && Keyword.class.isAssignableFrom(one);
    }

    private static boolean isRecords(Type type) {
      return type instanceof ParameterizedType list
          && list.getRawType() == List.class
          && list.getActualTypeArguments()[0] instanceof Class<?> entry
          && entry.isRecord();
    }

    private Class<? extends Record> entryType() {
      return ((Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0])
          .asSubclass(Record.class);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // isKeyword() has looked
    private Catalogue<? extends Word> words() {
      return Catalogue.of((Class) type);
    }

    /** Adds what the setting may be to a schema. */
    void addTo(ObjectNode properties) {
      ObjectNode schema = properties.putObject(key);
      if (isKeyword(type)) {
        words().words().forEach(schema.putArray("enum")::add);
      } else if (isRecords(type)) {
        ObjectNode entry = schema.put("type", "array").putObject("items").put("type", "object");
        ObjectNode own = entry.put("additionalProperties", false).putObject("properties");
        ofUsual(entryType()).forEach(setting -> setting.addTo(own));
      } else if (type == String.class) {
        schema.put("type", "string");
      } else if (type == boolean.class) {
        schema.put("type", "boolean");
      } else {
        schema.put("type", type == double.class ? "number" : "integer");
      }
    }

    /** Returns the value as it stands in a config. */
    JsonNode tree() {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      if (value instanceof Keyword keyword) {
        return nodes.textNode(keyword.word());
      }
      if (value instanceof List<?> entries) {
        ArrayNode list = nodes.arrayNode();
        for (Object entry : entries) {
          ObjectNode node = list.addObject();
          WordSettings.of((Record) entry).forEach(s -> node.set(s.key(), s.tree()));
        }
        return list;
      }
      if (value instanceof String text) {
        return nodes.textNode(text);
      }
      if (value instanceof Boolean truth) {
        return nodes.booleanNode(truth);
      }
      return value instanceof Double real
          ? nodes.numberNode(real)
          : nodes.numberNode(((Number) value).longValue());
    }

    /**
     * Returns what a tree that passed the schema stands for.
     *
     * @throws IllegalArgumentException if the constructor of an entry refuses a value
     */
    Object read(JsonNode tree) {
      if (isKeyword(type)) {
        return words().get(tree.asText());
      }
      if (isRecords(type)) {
        List<Record> entries = new ArrayList<>();
        tree.forEach(entry -> entries.add(entry(entry, entries.size())));
        return entries;
      }
      if (type == String.class) {
        return tree.asText();
      }
      if (type == boolean.class) {
        return tree.asBoolean();
      }
      Number number = tree.numberValue();
      if (type == int.class) {
        return number.intValue();
      }
      return type == long.class ? (Object) number.longValue() : (Object) number.doubleValue();
    }

    private Record entry(JsonNode tree, int place) {
      try {
        return with(usual(entryType()), tree);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, entry %d: %s".formatted(key, place + 1, e.getMessage()), e);
      }
    }

    /** Returns key and value for documentation, with the words of a keyword. */
    String text() {
      if (isKeyword(type)) {
        return "`%s` %s".formatted(key, or(words().words(), ((Keyword) value).word()));
      }
      if (isRecords(type)) {
        return "`%s`, a list of entries (%s)"
            .formatted(
                key,
                ofUsual(entryType()).stream().map(Setting::text).collect(Collectors.joining(", ")));
      }
      return "`%s` %s".formatted(key, value);
    }

    /** The usual word first. */
    private static String or(List<String> words, String usual) {
      String others =
          words.stream().filter(word -> !word.equals(usual)).collect(Collectors.joining("/"));
      return usual + "/" + others;
    }
  }
}
