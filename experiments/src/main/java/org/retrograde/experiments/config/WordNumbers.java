package org.retrograde.experiments.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.retrograde.reversible.word.Word;

/**
 * The numbers of what a word stands for: the numeric components of a record, which a config may set
 * beside its name. The catalogue's entry has the defaults, the record's constructor the ranges.
 */
final class WordNumbers {

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private WordNumbers() {}

  /** Returns the numbers of a word by their keys, in order; none if it is not a record. */
  static Map<String, Number> of(Word word) {
    Map<String, Number> numbers = new LinkedHashMap<>();
    if (word instanceof Record) {
      for (RecordComponent component : word.getClass().getRecordComponents()) {
        if (value(word, component) instanceof Number number) {
          numbers.put(key(component), number);
        }
      }
    }
    return numbers;
  }

  /** Returns whether a number is a whole one. */
  static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long;
  }

  /**
   * Returns what the word stands for with other numbers.
   *
   * @param given by their keys; the others stay
   * @throws IllegalArgumentException if the constructor refuses one
   */
  static <T extends Word> T with(T word, Map<String, Number> given) {
    if (given.isEmpty()) {
      return word;
    }
    RecordComponent[] components = word.getClass().getRecordComponents();
    Object[] arguments =
        Arrays.stream(components)
            .map(
                component -> {
                  Number number = given.get(key(component));
                  return number == null
                      ? value(word, component)
                      : converted(number, component.getType());
                })
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @SuppressWarnings("unchecked") // the class of an instance
    Class<T> type = (Class<T>) word.getClass();
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " needs a public canonical constructor", e);
    }
  }

  private static Object converted(Number number, Class<?> type) {
    if (type == int.class) {
      return number.intValue();
    }
    return type == long.class ? (Object) number.longValue() : (Object) number.doubleValue();
  }

  private static Object value(Word word, RecordComponent component) {
    try {
      return component.getAccessor().invoke(word);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(word.getClass() + " must be public", e);
    }
  }

  private static String key(RecordComponent component) {
    return HUMP.matcher(component.getName()).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
