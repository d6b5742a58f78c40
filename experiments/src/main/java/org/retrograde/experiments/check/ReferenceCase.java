package org.retrograde.experiments.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.word.Catalogue;

/**
 * A small training run whose final loss and hypergradients were computed by an independent program:
 * a file of the format {@code hypergrad-case-1}.
 */
final class ReferenceCase {

  private static final String FORMAT = "hypergrad-case-1";

  private final Path file;
  private final JsonNode root;

  private ReferenceCase(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a case.
   *
   * @throws ReferenceCaseException if there is no such file, or it is not a case
   */
  static ReferenceCase read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ReferenceCaseException(file + ": no such file");
    }
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(file.toFile());
    } catch (JacksonException e) {
      throw new ReferenceCaseException(file + ": not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ReferenceCaseException(file + ": cannot be read: " + e.getMessage());
    }
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new ReferenceCaseException(
          "%s: is no reference case: \"format\" must be \"%s\"".formatted(file, FORMAT));
    }
    return new ReferenceCase(file, root);
  }

  NetworkSpec spec() {
    List<Integer> sizes = ints("/sizes").boxed().toList();
    return NetworkSpec.of(sizes, activation(), Loss.CROSS_ENTROPY);
  }

  private Nonlinearity activation() {
    try {
      return Catalogue.of(Nonlinearity.class).get(at("/activation").asText());
    } catch (IllegalArgumentException e) {
      throw new ReferenceCaseException("%s: activation %s".formatted(file, e.getMessage()));
    }
  }

  int steps() {
    return at("/T").asInt();
  }

  /** Returns the rows of each step. */
  List<int[]> batches() {
    List<int[]> batches = new ArrayList<>();
    for (JsonNode batch : at("/batches")) {
      batches.add(
          StreamSupport.stream(batch.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
    }
    return batches;
  }

  IntStream ints(String pointer) {
    return StreamSupport.stream(at(pointer).spliterator(), false).mapToInt(JsonNode::asInt);
  }

  /** Returns all numbers under a pointer, in the order of the file. */
  double[] numbers(String pointer) {
    List<Double> flat = new ArrayList<>();
    flatten(at(pointer), pointer, flat);
    return flat.stream().mapToDouble(number -> number).toArray();
  }

  /**
   * Returns the arrays of parameters under a pointer: W and b of each layer.
   *
   * @param parameters of the network
   */
  List<double[]> groups(List<Parameter> parameters, String pointer) {
    return parameters.stream()
        .map(p -> numbers(pointer + "/" + p.layer() + (p.role().isWeight() ? "/W" : "/b")))
        .toList();
  }

  private void flatten(JsonNode node, String pointer, List<Double> flat) {
    if (node.isNumber()) {
      flat.add(node.asDouble());
    } else if (node.isContainerNode()) {
      node.forEach(child -> flatten(child, pointer, flat));
    } else {
      throw new ReferenceCaseException(
          "%s: %s must hold numbers only, got %s".formatted(file, pointer, node));
    }
  }

  private JsonNode at(String pointer) {
    JsonNode node = root.at(pointer);
    if (node.isMissingNode()) {
      throw new ReferenceCaseException(file + ": the field " + pointer + " is missing");
    }
    return node;
  }
}
