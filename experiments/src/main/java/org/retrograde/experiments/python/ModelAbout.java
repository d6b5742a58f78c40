package org.retrograde.experiments.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.objective.LossParameter;

/**
 * What a file of Python defines.
 *
 * @param python version of the interpreter
 * @param framework name and version
 * @param hasWidth whether its model comes in widths
 * @param width that it has by itself; 0 if it names none
 * @param maker name of what gives the model
 * @param takesSeed whether that takes a seed
 * @param parts of the data that it can be judged on
 * @param extras arrays that enter its loss
 */
record ModelAbout(
    String python,
    String framework,
    boolean hasWidth,
    int width,
    String maker,
    boolean takesSeed,
    List<String> parts,
    List<Extra> extras) {

  /**
   * An array that enters the loss and may be tuned.
   *
   * @param name of {@link LossParameter}
   * @param rows number of examples
   * @param cols numbers of an example
   */
  record Extra(String name, int rows, int cols) {}

  /** Reads the answer to the first request. */
  static ModelAbout of(JsonNode answer) {
    List<String> parts = new ArrayList<>();
    answer.path("parts").forEach(part -> parts.add(part.asText()));
    List<Extra> extras = new ArrayList<>();
    for (JsonNode extra : answer.path("extras")) {
      boolean inputs = extra.path("name").asText().equals("inputs");
      extras.add(
          new Extra(
              inputs ? LossParameter.TRAINING_INPUTS : LossParameter.EXAMPLE_WEIGHTS,
              extra.path("rows").asInt(),
              extra.path("cols").asInt()));
    }
    return new ModelAbout(
        answer.path("python").asText(),
        answer.path("framework").asText(),
        answer.path("hasWidth").asBoolean(),
        answer.path("width").asInt(),
        answer.path("maker").asText(),
        answer.path("takesSeed").asBoolean(),
        List.copyOf(parts),
        List.copyOf(extras));
  }

  /** Returns the shapes of the arrays that enter the loss. */
  List<List<Integer>> extraShapes() {
    return extras.stream().map(extra -> List.of(extra.rows(), extra.cols())).toList();
  }

  /**
   * Returns an expression of Python that makes the model of the file that is called users.
   *
   * @param asked width of it; 0 if it comes in one
   */
  String made(int asked) {
    if (maker.equals("model")) {
      return "users.model";
    }
    List<String> arguments = new ArrayList<>();
    if (asked > 0) {
      arguments.add("width=" + asked);
    }
    if (takesSeed) {
      arguments.add("seed=1");
    }
    String call = "users.%s(%s)".formatted(maker, String.join(", ", arguments));
    return maker.equals("parameters")
        ? "{name: tensor.requires_grad_() for name, tensor in %s.items()}".formatted(call)
        : call;
  }

  /** Returns the arguments that its loss takes beside model and batch, as Python has them. */
  String extraArguments() {
    StringBuilder arguments = new StringBuilder();
    for (Extra extra : extras) {
      arguments.append(
          extra.name().equals(LossParameter.TRAINING_INPUTS)
              ? ", inputs=users.INPUTS"
              : ", example_weights=torch.ones(users.EXAMPLES)");
    }
    return arguments.toString();
  }
}
