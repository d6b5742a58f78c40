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
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** A case that would train something else than it says is refused with the place. */
final class ReferenceCaseTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A label beyond the last class was the first class of the row below.
        "/train_y/3|3|/train_y/3: must be a whole number from 0 to 2, got 3",
        "/val_y/3|-1|/val_y/3: must be a whole number from 0 to 2, got -1",
        "/val_y|[]|/val_y: must list one label at least",
        "/batches/2/1|32|/batches/2/1: must be a whole number from 0 to 31, got 32",
        "/batches/2/1|1.5|/batches/2/1: must be a whole number from 0 to 31, got 1.5",
        "/batches/2|[1]|/batches/2: must list as many rows as the first step",
        "/batches|[]|/batches: must list 40, got 0",
        "/T|39|/batches: must list 39, got 40",
        "/T|2147483647|/batches: must list 2147483647, got 40",
        "/T|1e300|/T: must be a whole number from 1 to 2147483647",
        "/sizes|[6]|/sizes: must list inputs and outputs at least, got 1",
        "/sizes/1|2147483647|/raw_init/0/W/0: must list 2147483647, got 5",
        "/sizes/1|null|/sizes/1: must be a whole number from 1",
        "/sizes|{}|/sizes: must be a list, got a section of keys",
        "/activation|\"sine\"|/activation: must be one of",
        "/alpha/7|[1, 2]|/alpha/7: must list 3, got 2",
        "/alpha/7/0|1e999|/alpha/7/0: must be a finite number",
        "/alpha/7/0|\"x\"|/alpha/7/0: must be a finite number, got \"x\"",
        "/gamma/0/0|2|/gamma: must be from 0.0 to 1.0, got 2.0",
        "/log_init_scale/0|1e9|/log_init_scale: must be from -700.0 to 700.0, got 1.0E9",
        "/raw_init/1/b/0|[]|/raw_init/1/b/0: must be a finite number",
        "/loss|\"mean_square\"|/loss: must be \"softmax_cross_entropy_mean\"",
        "/batch_size|9|/batch_size: must be 8 as listed, got 9",
        "/n_train|31|/n_train: must be 32 as listed, got 31",
        "/n_val|\"x\"|/n_val: must be a whole number from 1",
        "/expected|null|/expected/final_val_loss: is missing",
        "/expected/hypergrad/l2|[1]|/expected/hypergrad/l2: must list 3, got 1",
        "/expected/hypergrad/v0/0|{}|/expected/hypergrad/v0/0/W: is missing",
      })
  void isRefused(String pointer, String value, String message) throws IOException {
    ObjectNode root = read();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    String key = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(key), JSON.readTree(value));
    } else {
      ((ObjectNode) parent).set(key, JSON.readTree(value));
    }
    Path file = Files.writeString(folder.resolve("case.json"), root.toString());
    assertThatThrownBy(() -> ReferenceCase.of(CaseNumbers.read(file)))
        .isInstanceOf(ReferenceCaseException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void aTrainingThatLeavesTheNumbersIsNoReference() throws IOException {
    ObjectNode root = read();
    ((ArrayNode) root.at("/alpha/0")).set(0, 1e300);
    Path file = Files.writeString(folder.resolve("case.json"), root.toString());
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      ReferenceCheck check = new ReferenceCheck(device, file);
      assertThatThrownBy(check::run)
          .isInstanceOf(ReferenceCaseException.class)
          .hasMessageContaining("case.json: its training cannot be followed: training diverged");
    }
  }

  @Test
  void aSoundOneIsRead() throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), read().toString());
    assertThat(ReferenceCase.of(CaseNumbers.read(file)).steps()).isEqualTo(40);
  }

  private static ObjectNode read() throws IOException {
    try (InputStream in = ReferenceCaseTest.class.getResourceAsStream("case1.json")) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
    }
  }
}
