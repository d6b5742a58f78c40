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
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.check.ReferenceCheck.BlockError;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

final class ReferenceCheckTest {

  @TempDir private Path folder = Path.of("");

  static List<String> devices() {
    return Devices.usable();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyHypergradientOfTheReferenceCaseIsWithinABillionth(String name) throws IOException {
    List<BlockError> errors = run(name, caseFile(read()));
    assertThat(errors)
        .extracting(BlockError::block)
        .containsExactly(
            "final loss", "alpha", "gamma", "log_init_scale", "l2", "train_x", "w0", "v0");
    assertThat(errors).allSatisfy(error -> assertThat(error.error()).isLessThanOrEqualTo(1e-9));
    assertThat(errors.get(0).error()).isLessThanOrEqualTo(1e-10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "gamma", "log_init_scale", "l2", "train_x"})
  void anExpectationThatIsOffByAMillionthIsNoticed(String block) throws IOException {
    ObjectNode root = read();
    scaleLargest(root.at("/expected/hypergrad/" + block), 1 + 1e-6);
    assertThat(run("host", caseFile(root)))
        .filteredOn(error -> error.block().equals(block))
        .singleElement()
        .satisfies(error -> assertThat(error.error()).isBetween(9e-7, 1.1e-6));
  }

  @Test
  void aMissingFieldIsNamed() throws IOException {
    ObjectNode root = read();
    root.remove("gamma");
    Path file = caseFile(root);
    assertThatThrownBy(() -> run("host", file))
        .isInstanceOf(ReferenceCaseException.class)
        .hasMessageContaining("/gamma");
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    ObjectNode root = read();
    root.put("format", "something-else");
    Path file = caseFile(root);
    assertThatThrownBy(() -> run("host", file))
        .isInstanceOf(ReferenceCaseException.class)
        .hasMessageContaining("hypergrad-case-1");
  }

  private static List<BlockError> run(String device, Path file) {
    try (Device opened = Devices.open(device, Precision.FLOAT64, 1)) {
      return new ReferenceCheck(opened, file).run();
    }
  }

  private Path caseFile(JsonNode root) throws IOException {
    return Files.writeString(folder.resolve("case.json"), root.toString());
  }

  private static ObjectNode read() throws IOException {
    try (InputStream in = ReferenceCheckTest.class.getResourceAsStream("case1.json")) {
      return (ObjectNode) JsonMapper.builder().build().readTree(Objects.requireNonNull(in));
    }
  }

  /** Multiplies the entry of the largest magnitude. */
  private static void scaleLargest(JsonNode block, double factor) {
    double largest = largest(block);
    scale(block, largest, factor);
  }

  private static double largest(JsonNode node) {
    if (node.isNumber()) {
      return Math.abs(node.asDouble());
    }
    double largest = 0;
    for (JsonNode child : node) {
      largest = Math.max(largest, largest(child));
    }
    return largest;
  }

  private static void scale(JsonNode node, double magnitude, double factor) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode child = array.get(i);
        if (child.isNumber() && Math.abs(child.asDouble()) == magnitude) {
          array.set(i, child.asDouble() * factor);
        } else {
          scale(child, magnitude, factor);
        }
      }
    }
  }
}
