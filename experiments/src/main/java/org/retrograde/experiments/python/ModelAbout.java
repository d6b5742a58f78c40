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
 * @param parts of the data that it can be judged on
 * @param extras arrays that enter its loss
 */
record ModelAbout(
    String python,
    String framework,
    boolean hasWidth,
    int width,
    List<String> parts,
    List<Extra> extras) {

  /**
   * An array that enters the loss and may be tuned.
   *
   * @param name of {@link LossParameter}
   * @param rows number of examples
   * @param cols numbers of an example
   * @param start values, row by row
   */
  record Extra(String name, int rows, int cols, double[] start) {}

  /** Reads the answer to the first request. */
  static ModelAbout of(JsonNode answer) {
    List<String> parts = new ArrayList<>();
    answer.path("parts").forEach(part -> parts.add(part.asText()));
    List<Extra> extras = new ArrayList<>();
    for (JsonNode extra : answer.path("extras")) {
      double[] start = new double[extra.path("start").size()];
      for (int i = 0; i < start.length; i++) {
        start[i] = extra.path("start").get(i).asDouble();
      }
      boolean inputs = extra.path("name").asText().equals("inputs");
      extras.add(
          new Extra(
              inputs ? LossParameter.TRAINING_INPUTS : LossParameter.EXAMPLE_WEIGHTS,
              extra.path("rows").asInt(),
              extra.path("cols").asInt(),
              start));
    }
    return new ModelAbout(
        answer.path("python").asText(),
        answer.path("framework").asText(),
        answer.path("hasWidth").asBoolean(),
        answer.path("width").asInt(),
        List.copyOf(parts),
        List.copyOf(extras));
  }

  /** Returns the shapes of the arrays that enter the loss. */
  List<int[]> extraShapes() {
    return extras.stream().map(extra -> new int[] {extra.rows(), extra.cols()}).toList();
  }
}
