package org.retrograde.experiments.config.text;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A configuration that cannot be used, with everything that is wrong with it. */
@API(status = Status.MAINTAINED)
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A serialized copy keeps the message only. */
  private final transient List<ConfigError> errors;

  /**
   * Creates the exception.
   *
   * @param errors at least one, in the order to show them
   */
  public ConfigException(List<ConfigError> errors) {
    super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
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
