package org.retrograde.experiments.python;

import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.Widths;

/**
 * The keys of a problem whose model stays in Python.
 *
 * @param file that defines the model and its losses
 * @param files others that it imports or reads
 * @param device of the framework
 * @param secondOrder how Hessian products are computed
 * @param width of the model where it is tuned; 0 if it comes in one width
 * @param baseWidth from which width factors count; 0 for {@code width}
 * @param parametrization that width factors follow
 * @param roles of parameters, by name, where they are not as guessed
 */
record PythonSettings(
    String file,
    List<String> files,
    String device,
    SecondOrder secondOrder,
    int width,
    int baseWidth,
    WidthRule parametrization,
    Map<String, TensorRole> roles) {

  /** Copies the lists. */
  public PythonSettings {
    files = List.copyOf(files);
    roles = Map.copyOf(roles);
  }

  /** Returns whether it comes in widths. */
  boolean hasWidths() {
    return width > 0;
  }

  /** Returns the widths that it comes in. */
  Widths widths() {
    int tuned = Math.max(width, 1);
    return new Widths(tuned, baseWidth > 0 ? baseWidth : tuned, parametrization.table());
  }
}
