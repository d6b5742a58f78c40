package org.retrograde.experiments.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a model of one width.
 *
 * @param tensors in the framework's order
 * @param frozen names of those that it does not train
 * @param signature shapes of a batch
 */
record ModelTensors(List<Named> tensors, List<String> frozen, String signature) {

  /**
   * A parameter.
   *
   * @param name in the model
   * @param shape as the framework has it
   * @param module kind of module that it belongs to; empty if unknown
   */
  record Named(String name, List<Integer> shape, String module) {

    /** Copies the list. */
    Named {
      shape = List.copyOf(shape);
    }

    /** Returns the units of its output: the first of two and more sizes, else 1. */
    int rows() {
      return shape.size() < 2 ? 1 : shape.get(0);
    }

    /** Returns the numbers of a unit. */
    long cols() {
      long cols = 1;
      for (int i = shape.size() < 2 ? 0 : 1; i < shape.size(); i++) {
        cols *= shape.get(i);
      }
      return cols;
    }

    /** Returns the name of the module that it belongs to. */
    String owner() {
      int dot = name.lastIndexOf('.');
      return dot < 0 ? "" : name.substring(0, dot);
    }
  }

  /** Reads the answer to a request for them. */
  static ModelTensors of(JsonNode answer) {
    List<Named> tensors = new ArrayList<>();
    for (JsonNode group : answer.path("groups")) {
      JsonNode sizes = group.path("shape");
      List<Integer> shape = new ArrayList<>();
      sizes.forEach(size -> shape.add(size.asInt()));
      tensors.add(new Named(group.path("name").asText(), shape, group.path("module").asText()));
    }
    List<String> frozen = new ArrayList<>();
    answer.path("frozen").forEach(name -> frozen.add(name.asText()));
    return new ModelTensors(
        List.copyOf(tensors), List.copyOf(frozen), answer.path("signature").asText());
  }

  /** Returns the shapes, as the framework has them. */
  List<List<Integer>> shapes() {
    return tensors.stream().map(Named::shape).toList();
  }
}
