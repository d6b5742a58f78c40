package org.retrograde.models.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bench that runs where there is a card, on a device that is everywhere. */
final class DeviceBenchTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"momentum:4:2:4", "adamw:4:2:4", "rates:160", "once:adamw:4:2", "largest:5,4"})
  void everyWorkIsMeasured(String work) {
    assertThat(DeviceBench.measure("host", work))
        .startsWith("{\"work\": \"" + work + "\", \"device\": \"host\", \"kind\": ")
        .endsWith("}")
        .doesNotContain("error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"momentum:4:2", "momentum:4:3:3", "sgd:4:2:4", "rates:7"})
  void wrongWorkIsTold(String work) {
    assertThat(DeviceBench.measure("host", work)).contains("\"error\": \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"momentum:4:2:4", "adamw:4:2:4", "once:momentum:4:2", "largest:5"})
  void runsReturnToTheirFirstBit(String work) {
    assertThat(DeviceBench.measure("host", work)).contains("\"exact\": true");
  }
}
