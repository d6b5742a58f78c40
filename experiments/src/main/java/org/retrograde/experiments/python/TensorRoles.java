package org.retrograde.experiments.python;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.python.ModelTensors.Named;
import org.retrograde.models.data.DataException;

/**
 * What each parameter of a model does: as the config says, else guessed from its name, its shape
 * and its module.
 */
final class TensorRoles {

  private final Map<String, TensorRole> roles = new LinkedHashMap<>();

  /**
   * Makes them.
   *
   * @param tensors of the model
   * @param given by name
   * @throws DataException if {@code given} names a parameter that there is not
   */
  TensorRoles(ModelTensors tensors, Map<String, TensorRole> given) {
    Optional<String> readout = readout(tensors.tensors());
    for (Named tensor : tensors.tensors()) {
      roles.put(
          tensor.name(),
          given.getOrDefault(
              tensor.name(), guess(tensor, readout.orElse(""), first(tensors.tensors()))));
    }
    for (String name : given.keySet()) {
      if (!roles.containsKey(name)) {
        throw new DataException(
            "problem.python.roles: the model has no parameter %s; it has %s"
                .formatted(name, String.join(", ", roles.keySet())));
      }
    }
  }

  /** Returns the role of a parameter. */
  TensorRole of(Named tensor) {
    return java.util.Objects.requireNonNull(roles.get(tensor.name()), tensor::name);
  }

  /** Returns the role of each parameter, in their order. */
  Map<String, TensorRole> all() {
    return Map.copyOf(roles);
  }

  private static boolean isMatrix(Named tensor) {
    return tensor.shape().length >= 2;
  }

  /** Returns the module of the last matrix, which usually gives the outputs. */
  private static Optional<String> readout(List<Named> tensors) {
    return tensors.stream()
        .filter(tensor -> isMatrix(tensor) && !isEmbedding(tensor))
        .reduce((earlier, later) -> later)
        .map(Named::owner);
  }

  /** Returns the name of the first matrix, which usually reads the inputs. */
  private static String first(List<Named> tensors) {
    return tensors.stream().filter(TensorRoles::isMatrix).findFirst().map(Named::name).orElse("");
  }

  private static boolean isEmbedding(Named tensor) {
    String name = tensor.name().toLowerCase(Locale.ROOT);
    return tensor.module().contains("Embedding")
        || name.contains("embed")
        || name.matches("(.*\\.)?(wte|wpe)\\b.*");
  }

  private static boolean isNorm(Named tensor) {
    String module = tensor.module().toLowerCase(Locale.ROOT);
    String name = tensor.name().toLowerCase(Locale.ROOT);
    return module.contains("norm") || (module.isEmpty() && name.contains("norm"));
  }

  private static TensorRole guess(Named tensor, String readout, String first) {
    if (isNorm(tensor)) {
      return TensorRole.NORM;
    }
    if (isEmbedding(tensor)) {
      return TensorRole.EMBEDDING;
    }
    boolean last = tensor.owner().equals(readout);
    if (!isMatrix(tensor)) {
      return last ? TensorRole.READOUT_BIAS : TensorRole.BIAS;
    }
    if (last) {
      return TensorRole.READOUT;
    }
    return tensor.name().equals(first) ? TensorRole.INPUT : TensorRole.HIDDEN;
  }
}
