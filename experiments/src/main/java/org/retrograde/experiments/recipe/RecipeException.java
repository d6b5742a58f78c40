package org.retrograde.experiments.recipe;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A recipe that cannot be read; the message says what is wrong with which file. */
@API(status = Status.MAINTAINED)
public final class RecipeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public RecipeException(String message) {
    super(message);
  }
}
