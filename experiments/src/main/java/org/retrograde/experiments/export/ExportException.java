package org.retrograde.experiments.export;

import java.util.List;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.reversible.optimizer.Optimizer;

/** A recipe that cannot be written for a library; the message says what stands in the way. */
public final class ExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public ExportException(String message) {
    super(message);
  }

  /** Returns the exception for a number that no file can hold. */
  static ExportException tooLarge(double number) {
    return new ExportException(
        "the factors of the recipe multiply to %s, which is no number for a file"
            .formatted(number));
  }

  /**
   * An optimizer that this program cannot write for a library.
   *
   * @param others for which it can, perhaps none
   */
  static ExportException unknown(Optimizer optimizer, String library, List<String> others) {
    String remedy =
        others.isEmpty() ? "" : "; export for %s".formatted(String.join(" or ", others));
    return new ExportException(
        "no step of %s is known for %s%s".formatted(optimizer.word(), library, remedy));
  }

  /** An architecture that this program cannot write for a library. */
  static ExportException unknown(Architecture architecture, String library, String why) {
    return new ExportException(
        "a network of architecture %s cannot be written for %s: %s"
            .formatted(architecture.word(), library, why));
  }
}
