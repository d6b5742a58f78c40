package org.retrograde.models.data;

/**
 * A data file that is missing, damaged or not what it should be, or a request for rows it does not
 * have. The message is written for the user: it names the file, the place, what was expected and
 * what was found.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence for the user, naming the file or the offending value
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message one sentence for the user, naming the file or the offending value
   * @param cause what the platform reported
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
