package org.retrograde.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.RunStatus;

final class MlflowLoginTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "MLFLOW_TRACKING_TOKEN=abc, Bearer abc",
    "MLFLOW_TRACKING_USERNAME=ada MLFLOW_TRACKING_PASSWORD=x, Basic YWRhOng=",
    "NOTHING=1, null"
  })
  void everyRequestTellsWhoAsks(String variables, String header) throws IOException {
    MlflowLogin login = MlflowLogin.of(environment(variables));
    Path file = Files.writeString(folder.resolve("a.txt"), "a");
    try (MlflowServer server = new MlflowServer()) {
      MlflowTracker tracker = new MlflowTracker(server.address() + "/", login, folder);
      tracker.begin(new TrackedRun("mine", "one", "", "", Map.of("a", "b"), false));
      tracker.points("", List.of(new Point("loss", 3, 0.5)));
      tracker.end(RunStatus.DONE, List.of(file));

      assertThat(server.logins()).hasSizeGreaterThan(4).containsOnly(header);
      assertThat(server.runs().get(0).files).containsOnlyKeys("a.txt");
    }
  }

  @Test
  void aPasswordIsNeverShown() {
    assertThat(new MlflowLogin("ada", "secret", "secret")).asString().doesNotContain("secret");
  }

  private static Map<String, String> environment(String variables) {
    return List.of(variables.split(" ", -1)).stream()
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
