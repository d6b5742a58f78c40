package org.retrograde.experiments.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.check.ReferenceCheck.BlockError;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Transformers and convnets against cases of {@code src/test/python/reference_cases.py}. */
final class NetworkCaseTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<String> CASES =
      List.of("transformer-momentum", "transformer-adamw", "convnet-heavy-ball");

  private static final double LIMIT = 1e-8;
  private static final int LONG = 500;

  /** Those of a long run where it is not on the host: 500 take ND4J two minutes. */
  private static final int STEPS = Integer.getInteger("retrograde.test.steps", 25);

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> casesOnDevices() {
    return Devices.usable().stream()
        .flatMap(device -> CASES.stream().map(name -> Arguments.of(device, name)));
  }

  @ParameterizedTest
  @MethodSource("casesOnDevices")
  void everyHypergradientIsThatOfTheIndependentProgram(String device, String name)
      throws IOException {
    assertThat(run(device, read(name)))
        .hasSizeGreaterThan(6)
        .allSatisfy(error -> assertThat(error.error()).as(error.block()).isLessThan(LIMIT));
  }

  @ParameterizedTest
  @CsvSource({
    "transformer-momentum, learning_rate",
    "transformer-adamw,    weight_decay",
    "convnet-heavy-ball,   train_x"
  })
  void anExpectationThatIsOffByAMillionthIsNoticed(String name, String block) throws IOException {
    ObjectNode root = read(name);
    scale(root.at("/expected/hypergrad/" + block), 1 + 1e-6);
    assertThat(run("host", root))
        .filteredOn(error -> error.block().equals(block))
        .singleElement()
        .satisfies(error -> assertThat(error.error()).isBetween(9e-7, 1.1e-6));
  }

  /** A weight that is off by as much is noticed in what follows from it, which is everything. */
  @ParameterizedTest
  @ValueSource(strings = {"transformer-momentum", "transformer-adamw", "convnet-heavy-ball"})
  void aStartThatIsOffByAMillionthIsNoticed(String name) throws IOException {
    ObjectNode root = read(name);
    scale(root.at("/weights"), 1 + 1e-6);
    assertThat(run("host", root))
        .anySatisfy(error -> assertThat(error.error()).isGreaterThan(10 * LIMIT));
  }

  /** All but a card that is emulated, which {@link #casesOnDevices} has for a short run. */
  static Stream<Arguments> longRuns() {
    return casesOnDevices().filter(of -> !((String) of.get()[0]).endsWith("-emulated"));
  }

  @ParameterizedTest
  @MethodSource("longRuns")
  void aLongRunGoesBackToItsFirstBit(String device, String name) throws IOException {
    ObjectNode root = read(name);
    int steps = root.get("T").asInt();
    int more = device.equals("host") ? LONG : STEPS;
    root.put("T", more);
    for (JsonNode parent : List.of(root, root.at("/expected/hypergrad"))) {
      for (Map.Entry<String, JsonNode> field : parent.properties()) {
        if (field.getValue() instanceof ArrayNode list
            && list.size() == steps
            && list.get(0).isArray()
            && !field.getKey().endsWith("_x")) {
          for (int t = steps; t < more; t++) {
            list.add(list.get(t % steps));
          }
        }
      }
    }
    try (Device opened = Devices.open(device, Precision.FLOAT64, 1)) {
      Reversal reversal = new ReferenceCheck(opened, write(root)).differentiate().reversal();
      assertThat(reversal.exact()).isTrue();
      assertThat(reversal.endHash()).isNotEqualTo(reversal.startHash());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "/model/architecture/head-size|3|a width of 8 is not a multiple of the head size, 3",
        "/model/architecture/head-sise|4|/model/architecture/head-sise: ",
        "/model/architecture/dropout|0.1|/model/architecture/dropout: must be 0",
        "/model/architecture/name|\"lstm\"|/model/architecture/name: ",
        "/model/parametrization|\"mup\"|/model: has parametrization, which no case has",
        "/model/width|0|/model/width: ",
        "/optimizer|\"nesterov\"|/optimizer: must be one whose steps can be undone, got nesterov",
        "/optimizer|\"adamww\"|/optimizer: ",
        "/train_tokens/5|7|/train_tokens/5: must be a whole number from 0 to 6, got 7",
        "/train_tokens|[1, 2, 3]|/train_tokens: must be a window of 6 tokens and one token more",
        "/val_tokens|[1, 2, 3]|/val_tokens: must be a window of 6 tokens and one token more",
        "/val_tokens|[1, 2, 3, 4, 5, 6, 0, 1]|/val_tokens: must be whole windows of 6 tokens",
        "/batches/3/1|55|/batches/3/1: must be a whole number from 0 to 54, got 55",
        "/batches/3|[1]|/batches/3: must list as many as the first step",
        "/groups/2|\"E\"|/groups: must be those of the network",
        "/beta1/0/0|2|/beta1: must be from 0.0 to 1.0, got 2.0",
        "/beta2|null|/beta2: is missing",
        "/weights/E/0|[1]|/weights/E/0: must list 8, got 1",
        "/weights/q1|null|/weights/q1: is missing",
        "/window|7|/val_tokens: must be whole windows of 7 tokens",
        "/expected/hypergrad/l2|[1]|/expected/hypergrad/l2: must list 19, got 1",
      })
  void aTextThatDoesNotFitIsRefused(String pointer, String value, String message)
      throws IOException {
    refused("transformer-adamw", pointer, value, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/model/architecture/stages/0/kernel|12|stage 1 has a kernel of 12 x 12, larger than",
        "/shape|[9, 9]|/shape: must list 3, got 2",
        "/shape|[9, 3, 2]|/train_x/0: must list 54, got 162",
        "/train_y/3|3|/train_y/3: must be a whole number from 0 to 2, got 3",
        "/classes|0|/classes: must be a whole number from 1",
      })
  void imagesThatDoNotFitAreRefused(String pointer, String value, String message)
      throws IOException {
    refused("convnet-heavy-ball", pointer, value, message);
  }

  private void refused(String name, String pointer, String value, String message)
      throws IOException {
    ObjectNode root = read(name);
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    String key = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(key), JSON.readTree(value));
    } else {
      ((ObjectNode) parent).set(key, JSON.readTree(value));
    }
    Path file = write(root);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      assertThatThrownBy(() -> new ReferenceCheck(device, file))
          .isInstanceOf(ReferenceCaseException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining(message);
    }
  }

  private List<BlockError> run(String device, ObjectNode root) throws IOException {
    try (Device opened = Devices.open(device, Precision.FLOAT64, 1)) {
      return new ReferenceCheck(opened, write(root)).run();
    }
  }

  private Path write(ObjectNode root) throws IOException {
    return Files.writeString(folder.resolve("case.json"), root.toString());
  }

  private static ObjectNode read(String name) throws IOException {
    try (InputStream in = NetworkCaseTest.class.getResourceAsStream(name + ".json")) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(in, name));
    }
  }

  /** Multiplies every number. */
  private static void scale(JsonNode node, double factor) {
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i).isNumber()) {
          list.set(i, list.get(i).asDouble() * factor);
        } else {
          scale(list.get(i), factor);
        }
      }
    } else {
      node.forEach(child -> scale(child, factor));
    }
  }
}
