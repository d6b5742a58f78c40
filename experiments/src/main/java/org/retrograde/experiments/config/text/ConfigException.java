package org.retrograde.experiments.config.text;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A configuration that cannot be used, with everything that is wrong with it. */
@API(status = Status.MAINTAINED)
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** More fill a terminal, and nobody mends them by one reading. */
  private static final int SHOWN = 25;

  /** A serialized copy keeps the message only. */
  private final transient List<ConfigError> errors;

  /**
   * Creates the exception.
   *
   * @param errors at least one, in the order to show them
   */
  public ConfigException(List<ConfigError> errors) {
    super(message(errors));
    this.errors = List.copyOf(errors);
  }

  private static String message(List<ConfigError> errors) {
    String first =
        errors.stream().limit(SHOWN).map(ConfigError::toString).collect(Collectors.joining("\n"));
    int more = errors.size() - SHOWN;
    return more > 0 ? "%s\nand %d errors more".formatted(first, more) : first;
  }

  /**
   * Returns everything that is wrong: first the errors of the file by line, then those of {@code
   * --set}.
   *
   * @return at least one
   */
  public List<ConfigError> errors() {
    return errors;
  }
}
