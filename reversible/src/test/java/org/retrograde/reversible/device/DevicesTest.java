package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

final class DevicesTest {

  @Test
  void hostNd4jAndCudaAreThere() {
    assertThat(Devices.names()).contains("host", "nd4j", "cuda");
    assertThat(Devices.usable()).contains("host", "nd4j");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"host", "nd4j"})
  void aDeviceIsWhatWasAskedFor(String name) {
    for (Precision precision : Precision.values()) {
      try (Device device = Devices.open(name, precision, 1)) {
        assertThat(device.name()).isEqualTo(name);
        assertThat(device.precision()).isEqualTo(precision);
        assertThat(device.describe()).containsKey("BLAS");
        assertThat(device.describe().get("BLAS threads"))
            .isIn("1", null); // none on a graphics card
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"host", "nd4j"})
  void theNumberOfThreadsIsSetAndTheLastOneWins(String name) {
    assumeTrue(
        Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU,
        "ND4J's backend does not use OpenBLAS here");
    Devices.open("nd4j", Precision.FLOAT32, 1).close();
    for (int threads = 2; threads >= 1; threads--) {
      try (Device device = Devices.open(name, Precision.FLOAT32, threads)) {
        assertThat(device.describe()).containsEntry("BLAS threads", Integer.toString(threads));
      }
    }
  }

  @Test
  void nd4jsOwnLoopsKeepToTheNumberOfThreadsToo() {
    try (Device device = Devices.open("nd4j", Precision.FLOAT32, 1)) {
      assertThat(Nd4j.getEnvironment().maxMasterThreads()).isOne();
      assertThat(device.describe()).containsEntry("ND4J threads", "1");
    }
  }

  @Test
  void openingNd4jChangesNoGlobalType() {
    Devices.open("nd4j", Precision.FLOAT64, 1).close();
    assertThat(Nd4j.dataType()).isEqualTo(DataType.FLOAT);
  }

  @Test
  void unknownDevicesAndNoThreadsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.open("abacus", Precision.FLOAT32, 1))
        .withMessageContaining("'abacus'; there are: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.open("host", Precision.FLOAT32, 0))
        .withMessageContaining("got 0");
  }
}
