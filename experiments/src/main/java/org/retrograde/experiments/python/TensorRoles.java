package org.retrograde.experiments.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.retrograde.experiments.python.ModelTensors.Named;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What each parameter of a model does: as the config says, else guessed from its module, from what
 * of its shape grows with the width, and without widths from its name and its place.
 */
final class TensorRoles {

  private final Map<String, TensorRole> roles = new LinkedHashMap<>();

  /**
   * Makes them.
   *
   * @param tensors of the model
   * @param wider those of a wider one, if there is any
   * @param given roles by name
   * @throws DataException if {@code given} names a parameter that there is not, or a role that its
   *     shape contradicts
   */
  TensorRoles(ModelTensors tensors, Optional<ModelTensors> wider, Map<String, TensorRole> given) {
    List<Named> all = tensors.tensors();
    Guess guess = new Guess(all);
    for (int g = 0; g < all.size(); g++) {
      Named tensor = all.get(g);
      Optional<Growth> growth = growth(tensor, wider, g);
      TensorRole role =
          given.getOrDefault(
              tensor.name(),
              growth.map(grown -> grown.role(tensor, guess)).orElse(guess.of(tensor)));
      growth.ifPresent(grown -> grown.require(tensor, role));
      roles.put(tensor.name(), role);
    }
    for (String name : given.keySet()) {
      if (!roles.containsKey(name)) {
        throw new DataException(
            "problem.python.roles: the model has no parameter %s; it has %s"
                .formatted(name, String.join(", ", roles.keySet())));
      }
    }
  }

  private static Optional<Growth> growth(Named tensor, Optional<ModelTensors> wider, int index) {
    return wider
        .map(ModelTensors::tensors)
        .filter(others -> index < others.size() && others.get(index).name().equals(tensor.name()))
        .map(others -> new Growth(tensor, others.get(index)));
  }

  /** Returns the role of a parameter. */
  TensorRole of(Named tensor) {
    return Objects.requireNonNull(roles.get(tensor.name()), tensor::name);
  }

  /** Returns the role of each parameter by name, in their order. */
  Map<String, TensorRole> all() {
    return Collections.unmodifiableMap(roles);
  }

  /**
   * Returns the parameter groups of a width, one a tensor: a matrix has a row for each unit of its
   * output.
   *
   * @throws DataException if one is larger than an array
   */
  List<ParameterGroup> groups(ModelTensors model) {
    List<ParameterGroup> groups = new ArrayList<>();
    for (Named tensor : model.tensors()) {
      if (tensor.cols() * tensor.rows() > Integer.MAX_VALUE) {
        throw new DataException(
            "parameter %s has more numbers than an array holds; split it".formatted(tensor.name()));
      }
      boolean hidden = tensor.shape().size() == 2 && of(tensor) == TensorRole.HIDDEN;
      groups.add(new ParameterGroup(tensor.name(), tensor.rows(), (int) tensor.cols(), hidden));
    }
    return groups;
  }

  private static boolean isMatrix(Named tensor) {
    return tensor.shape().size() >= 2;
  }

  private static boolean isEmbedding(Named tensor) {
    String name = tensor.name().toLowerCase(Locale.ROOT);
    return tensor.module().contains("Embedding")
        || name.contains("emb")
        || name.matches("(.*\\.)?(wte|wpe|pos)\\b.*");
  }

  /** Whether it is of a module whose weights are [outputs, inputs, ...]. */
  private static boolean outputsComeFirst(Named tensor) {
    return tensor.module().matches(".*\\b(Linear|Bilinear|Conv[123]d)\\b.*");
  }

  private static boolean isNorm(Named tensor) {
    return tensor.module().toLowerCase(Locale.ROOT).contains("norm")
        || (tensor.module().isEmpty() && tensor.name().toLowerCase(Locale.ROOT).contains("norm"));
  }

  /** What of a shape grows with the width. */
  private record Growth(boolean rows, boolean cols) {

    Growth(Named tensor, Named wider) {
      this(wider.rows() > tensor.rows(), wider.cols() > tensor.cols());
    }

    TensorRole role(Named tensor, Guess guess) {
      if (isNorm(tensor) && (rows || cols)) {
        return TensorRole.NORM;
      }
      if (!isMatrix(tensor)) {
        return cols ? TensorRole.BIAS : TensorRole.READOUT_BIAS;
      }
      if (rows && cols) {
        return TensorRole.HIDDEN;
      }
      if (isEmbedding(tensor)) {
        return TensorRole.EMBEDDING;
      }
      if (outputsComeFirst(tensor)) {
        return rows ? TensorRole.INPUT : TensorRole.READOUT;
      }
      if (tensor.module().contains("ConvTranspose")) {
        return cols ? TensorRole.INPUT : TensorRole.READOUT;
      }
      // Nothing says which side is the output's: the last matrix gives the outputs.
      return guess.isLast(tensor) ? TensorRole.READOUT : TensorRole.INPUT;
    }

    /** Refuses a role whose rule would be of a size that does not grow, or stand still. */
    void require(Named tensor, TensorRole role) {
      boolean fits =
          switch (role) {
            case HIDDEN -> rows && cols;
            case INPUT, EMBEDDING, READOUT -> !(rows && cols);
            case NORM, BIAS -> rows || cols;
            case READOUT_BIAS -> !rows && !cols;
          };
      if (!fits) {
        throw new DataException(
            "problem.python.roles: %s is taken for %s (%s), but as the width grows its first size %s and the others %s"
                .formatted(tensor.name(), role.word(), role.meaning(), grows(rows), grow(cols)));
      }
    }

    private static String grows(boolean size) {
      return size ? "grows" : "stays";
    }

    private static String grow(boolean size) {
      return size ? "grow" : "stay";
    }
  }

  /** What parameters do by their names and places. */
  private record Guess(String readout, String last, String first) {

    Guess(List<Named> tensors) {
      this(
          last(tensors).map(Named::owner).orElse(""),
          last(tensors).map(Named::name).orElse(""),
          tensors.stream().filter(TensorRoles::isMatrix).findFirst().map(Named::name).orElse(""));
    }

    private static Optional<Named> last(List<Named> tensors) {
      return tensors.stream()
          .filter(tensor -> isMatrix(tensor) && !isEmbedding(tensor))
          .reduce((earlier, later) -> later);
    }

    /** Returns whether it is of the module of the last matrix. */
    boolean isLast(Named tensor) {
      String owner = tensor.owner();
      return owner.isEmpty() ? tensor.name().equals(last) : owner.equals(readout);
    }

    TensorRole of(Named tensor) {
      if (isNorm(tensor)) {
        return TensorRole.NORM;
      }
      if (isEmbedding(tensor)) {
        return TensorRole.EMBEDDING;
      }
      boolean last = !readout.isEmpty() && tensor.owner().equals(readout);
      if (!isMatrix(tensor)) {
        return last ? TensorRole.READOUT_BIAS : TensorRole.BIAS;
      }
      if (last) {
        return TensorRole.READOUT;
      }
      return tensor.name().equals(first) ? TensorRole.INPUT : TensorRole.HIDDEN;
    }
  }
}
