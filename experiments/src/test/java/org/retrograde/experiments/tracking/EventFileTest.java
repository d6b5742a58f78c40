package org.retrograde.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class EventFileTest {

  /** Every event file of TensorFlow begins so, as its first event has 24 bytes. */
  @Test
  void aLengthOf24HasTheChecksumThatTensorFlowGivesIt() {
    byte[] record = EventFile.record(new byte[24]);

    assertThat(HexFormat.of().formatHex(Arrays.copyOf(record, 12)))
        .isEqualTo("1800000000000000a37f4b22");
  }

  /** The check value of CRC-32C, turned by 15 bits and moved. */
  @Test
  void theReaderOfTheTestsKnowsThePublishedCheckValue() {
    int published = 0xe3069283;
    assertThat(Events.masked("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Integer.rotateRight(published, 15) + 0xa282ead8);
  }

  @Test
  void aBitThatFlippedIsFound() throws IOException {
    byte[] first = EventFile.record(HexFormat.of().parseHex("1a0d627261696e2e4576656e743a32"));
    assertThat(new Events(first)).isNotNull();

    first[14] ^= 1;

    assertThatThrownBy(() -> new Events(first)).isInstanceOf(AssertionError.class);
  }
}
