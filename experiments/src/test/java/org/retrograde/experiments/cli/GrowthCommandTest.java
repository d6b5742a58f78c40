package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrowthCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void smallSizesAreMeasuredAndWritten() throws IOException {
    Path out = folder.resolve("new/growth");
    Invocation result =
        Invocation.of(
            "growth",
            "--max-steps=100",
            "--max-parameters=30000",
            "--out=" + out,
            "--spill-memory=3",
            "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode growth = JsonMapper.builder().build().readTree(result.out());
    assertThat(growth.get("spillBytes").asLong()).isEqualTo(3_000_000);
    assertThat(growth.get("manifest").get("machine").has("BLAS")).isTrue();
    assertThat(growth.get("manifest").get("command"))
        .extracting(JsonNode::asText)
        .startsWith("./retrograde", "growth", "--max-steps=100")
        .endsWith("--spill-memory=3", "--json");
    JsonNode steps = growth.get("series").get(0);
    assertThat(steps.get("points")).hasSize(1);
    assertThat(steps.get("points").get(0).get("parameters").asLong()).isEqualTo(44_860);
    assertThat(steps.get("backExponent").asText()).isEqualTo("NaN");
    JsonNode parameters = growth.get("series").get(1);
    assertThat(parameters.get("points")).hasSize(2);
    assertThat(parameters.get("points").get(1).get("parameters").asLong())
        .isBetween(29_500L, 30_500L);
    assertThat(parameters.get("backExponent").asDouble()).isFinite();
    assertThat(parameters.get("points"))
        .allSatisfy(
            point -> {
              assertThat(point.get("exact").asBoolean()).isTrue();
              assertThat(point.get("forwardSeconds").asDouble()).isPositive();
              assertThat(point.get("backSeconds").asDouble()).isPositive();
              assertThat(point.get("memoryBytes").asLong()).isPositive();
            });
    assertThat(Files.readString(out.resolve("growth.json"))).isEqualTo(result.out());
    assertThat(out.resolve("growth.html")).isNotEmptyFile();
    assertThat(result.err()).contains("100 steps, 44,860 parameters:");
  }
}
