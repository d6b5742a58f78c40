package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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
  static List<WordSetting> of(Word word) {
    return word instanceof Record settings && isMadeWithoutArguments(settings)
        ? of(settings)
        : List.of();
  }

  private static boolean isMadeWithoutArguments(Record settings) {
    return Arrays.stream(settings.getClass().getConstructors())
        .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  /** Returns the settings of a record, in order. */
  static List<WordSetting> of(Record settings) {
    return Arrays.stream(settings.getClass().getRecordComponents())
        .filter(component -> WordSetting.takes(component.getGenericType()))
        .map(
            component ->
                new WordSetting(
                    key(component), component.getGenericType(), value(settings, component)))
        .toList();
  }

  /** Returns the usual settings of entries of a list. */
  static List<WordSetting> ofUsual(Class<? extends Record> type) {
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
        : new WordSetting(key(component), component.getGenericType(), value).read(tree);
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
}
