package org.retrograde.experiments.python;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.experiments.problem.LoadedProblem;

/**
 * What a file of Python defines, for whoever writes its first config.
 *
 * @param framework name and version
 * @param width that its model has by itself; 0 if it comes in one
 * @param parameters in their order
 */
public record ModelOutline(String framework, int width, List<Parameter> parameters) {

  /** Copies the list. */
  public ModelOutline {
    parameters = List.copyOf(parameters);
  }

  /**
   * A parameter.
   *
   * @param name in the model
   * @param shape as the framework has it
   * @param role as it is guessed
   */
  public record Parameter(String name, List<Integer> shape, TensorRole role) {

    /** Copies the list. */
    public Parameter {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Reads it off a problem that was loaded.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static ModelOutline of(LoadedProblem problem) {
    if (!(problem instanceof ProvedModel proved)) {
      throw new IllegalArgumentException("no model in Python");
    }
    PythonModel model = proved.model();
    List<Parameter> parameters = new ArrayList<>();
    for (ModelTensors.Named tensor : model.tensors(model.width()).tensors()) {
      parameters.add(new Parameter(tensor.name(), tensor.shape(), model.roles().of(tensor)));
    }
    int own = model.about().hasWidth() ? model.about().width() : 0;
    return new ModelOutline(model.about().framework(), own, parameters);
  }

  /** Returns what there is, for people. */
  public String inWords() {
    return "%d parameters, %s"
        .formatted(
            parameters.size(),
            width == 0
                ? "in one width; their roles are told by name and place"
                : "tuned at width %d; their roles are told by what grows".formatted(width));
  }
}
