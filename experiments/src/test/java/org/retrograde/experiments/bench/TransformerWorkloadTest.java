package org.retrograde.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

@Tag("slow")
final class TransformerWorkloadTest {

  private static final int STEPS = 3;
  private static final TransformerWorkload WORKLOAD = new TransformerWorkload(32);
  private static final int PARAMETERS = 63 * 32 + 64 * 32 + 2 * 12 * 32 * 32 + 32 * 63;

  @TempDir private Path folder = Path.of("");

  @Test
  void theFileHoldsTheStartAndAllTokens() throws IOException {
    Path file = folder.resolve("start.bin");
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      WORKLOAD.write(file, device, STEPS);
    }
    byte[] bytes = Files.readAllBytes(file);
    String header = new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    int tokens = (STEPS + 1) * 2 * 16 * 64;
    assertThat(bytes).hasSize(header.length() + 1 + (PARAMETERS + tokens) * Float.BYTES);
    assertThat(header).contains("window=64", "head=16", "shapes=63,32;64,32;32,32;");
  }

  @Test
  void theLossRepeatsItsBitsAndIsThatOfPyTorch() throws IOException {
    Path file = folder.resolve("start.bin");
    double loss;
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      WORKLOAD.write(file, device, STEPS);
      TrainingRun run = WORKLOAD.run(device, STEPS);
      loss = run.train().finalLoss();
      assertThat(WORKLOAD.run(device, STEPS).train().finalLoss()).isEqualTo(loss);
      assertThat(WORKLOAD.run(device, STEPS - 1).train().finalLoss()).isNotEqualTo(loss);
    }
    try (TorchPeer torch = torch()) {
      assertThat(torch.answer("train", STEPS, file.toString()).result())
          .isCloseTo(loss, within(1e-5));
    }
  }

  private static TorchPeer torch() {
    try {
      return new TorchPeer("/usr/bin/python3", 1);
    } catch (IOException e) {
      return abort("there is no PyTorch here: " + e.getMessage());
    }
  }
}
