package org.retrograde.experiments.python;

import java.util.List;
import java.util.Map;

/**
 * The keys of a problem whose model stays in Python.
 *
 * @param file that defines the model and its losses
 * @param files others that it imports or reads
 * @param device of the framework
 * @param secondOrder how Hessian products are computed
 * @param width of the model where it is tuned; 0 for its own
 * @param baseWidth from which width factors count; 0 for {@code width}
 * @param transfers whether what is tuned is meant to hold at every width
 * @param roles of parameters, by name, where they are not as guessed
 */
public record PythonSettings(
    String file,
    List<String> files,
    String device,
    SecondOrder secondOrder,
    int width,
    int baseWidth,
    boolean transfers,
    Map<String, TensorRole> roles) {

  /** Copies the lists. */
  public PythonSettings {
    files = List.copyOf(files);
    roles = Map.copyOf(roles);
  }
}
