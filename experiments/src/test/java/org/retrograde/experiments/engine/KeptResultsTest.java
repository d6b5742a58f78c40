package org.retrograde.experiments.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptResultsTest {

  private static final Map<String, String> NOW = Map.of("Retrograde", "1", "Java", "17");

  private record Value(double loss, List<Double> norms) {}

  private static final Value FIRST = new Value(0.1 + 0.2, List.of(Double.NaN, 1e-308, -0.0));
  private static final Value SECOND = new Value(Double.POSITIVE_INFINITY, List.of());

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void keepTwo() throws IOException {
    file = folder.resolve("trials.jsonl");
    try (KeptResults kept = new KeptResults(file, NOW)) {
      kept.keep("first", FIRST);
      kept.keep("second", SECOND);
      assertThat(kept.find("first", Value.class)).contains(FIRST);
    }
  }

  @Test
  void valuesAreThereAgainToTheLastBit() throws IOException {
    try (KeptResults kept = new KeptResults(file, NOW)) {
      assertThat(kept.size()).isEqualTo(2);
      assertThat(kept.find("first", Value.class)).contains(FIRST);
      assertThat(kept.find("second", Value.class)).contains(SECOND);
      assertThat(kept.find("third", Value.class)).isEmpty();
    }
  }

  /** Wherever a write was cut off, what was whole before is there, and writing goes on. */
  @Test
  void halfALineIsDroppedWhereverItWasCut() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int secondLine = new String(whole, StandardCharsets.UTF_8).indexOf("second");
    for (int length = secondLine; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      try (KeptResults kept = new KeptResults(file, NOW)) {
        assertThat(kept.find("first", Value.class)).contains(FIRST);
        assertThat(kept.find("second", Value.class)).isEmpty();
        kept.keep("second", SECOND);
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  /** A power cut may leave a hole of zeros before what came later. */
  @Test
  void aLineWithOtherBytesAndAllAfterItAreDropped() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int inFirst = new String(bytes, StandardCharsets.UTF_8).indexOf("first") + 8;
    bytes[inFirst] = 0;
    Files.write(file, bytes);
    try (KeptResults kept = new KeptResults(file, NOW)) {
      assertThat(kept.size()).isZero();
    }
  }

  @Test
  void valuesOfOtherCodeAreDropped() throws IOException {
    try (KeptResults kept = new KeptResults(file, Map.of("Retrograde", "2", "Java", "17"))) {
      assertThat(kept.isFromOthers()).isTrue();
      assertThat(kept.find("first", Value.class)).isEmpty();
    }
    try (KeptResults kept = new KeptResults(file, Map.of("Retrograde", "2", "Java", "17"))) {
      assertThat(kept.isFromOthers()).isFalse();
    }
  }

  @Test
  void aFileOfSomethingElseIsNoReasonToFail() throws IOException {
    Files.writeString(file, "no such line\n", StandardOpenOption.TRUNCATE_EXISTING);
    try (KeptResults kept = new KeptResults(file, NOW)) {
      assertThat(kept.size()).isZero();
      kept.keep("first", FIRST);
    }
    try (KeptResults kept = new KeptResults(file, NOW)) {
      assertThat(kept.find("first", Value.class)).contains(FIRST);
    }
  }

  /** Ctrl-C interrupts the thread that keeps results, at any moment. */
  @Test
  void anInterruptLosesNothing() throws IOException {
    try (KeptResults kept = new KeptResults(file, NOW)) {
      Thread.currentThread().interrupt();
      kept.keep("third", FIRST);
      assertThat(kept.find("third", Value.class)).contains(FIRST);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (KeptResults kept = new KeptResults(file, NOW)) {
      assertThat(kept.find("third", Value.class)).contains(FIRST);
    }
  }

  @Test
  void aFileThatIsInUseIsRefused() throws IOException {
    try (KeptResults kept = new KeptResults(file, NOW)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new KeptResults(file, NOW))
          .withMessageContaining("another process is at work in this directory");
      assertThat(kept.size()).isEqualTo(2);
    }
  }
}
