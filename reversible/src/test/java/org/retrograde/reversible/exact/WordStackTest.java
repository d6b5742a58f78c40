package org.retrograde.reversible.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;

final class WordStackTest {

  private static final int LANES = 100;

  private final Path parent;

  WordStackTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @ParameterizedTest(name = "{0}, a budget of {1} bytes, seed {2}")
  @CsvSource({
    "host, 0, 1",
    "host, 0, 2",
    "host, 199, 3",
    "host, 1000, 1",
    "host, 1000, 2",
    "host, 9223372036854775807, 1",
    "nd4j, 0, 1",
    "nd4j, 1000, 2",
    "nd4j, 9223372036854775807, 3"
  })
  void wordsComeBackLastInFirstOutThroughMemoryAndFile(String name, long budget, long seed) {
    Samples samples = new Samples(seed);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1);
        SpillSpace space = new SpillSpace(budget, parent)) {
      WordStack stack = new WordStack(device, LANES, space);
      Lanes heads = device.lanes(LANES);
      Deque<long[]> pushed = new ArrayDeque<>();
      long mostInFile = 0;
      for (int i = 0; i < 80; i++) {
        if (samples.integer(0, 2) > 0) {
          long[] values = samples.below(LANES, 1L << samples.integer(1, 62));
          assertPushes(stack, heads, values);
          pushed.push(values);
        } else if (!pushed.isEmpty()) {
          assertPops(stack, heads, pushed.pop());
        }
        assertThat(stack.depth()).isEqualTo(pushed.size());
        assertThat(stack.allocatedBytes()).isEqualTo(2L * LANES * pushed.size());
        assertThat(space.memoryBytes()).isLessThanOrEqualTo(budget);
        assertThat(space.memoryBytes() + space.fileBytes()).isEqualTo(stack.allocatedBytes());
        mostInFile = Math.max(mostInFile, space.fileBytes());
      }
      while (!pushed.isEmpty()) {
        assertPops(stack, heads, pushed.pop());
      }
      assertThat(space.memoryBytes()).isZero();
      assertThat(space.fileBytes()).isZero();
      assertThat(mostInFile > 0).isEqualTo(budget < Long.MAX_VALUE);
    }
  }

  /** As many buffers of a run do: what one pushes, the other may have to wait for. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"host", "nd4j"})
  void stacksShareABudgetAndAFile(String name) {
    Samples samples = new Samples(4);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1);
        SpillSpace space = new SpillSpace(3000, parent)) {
      int[] lanes = {7, 40_000, LANES};
      WordStack[] stacks = new WordStack[lanes.length];
      Arrays.setAll(stacks, i -> new WordStack(device, lanes[i], space));
      Deque<long[]> pushed = new ArrayDeque<>();
      for (int i = 0; i < 30; i++) {
        long[] values = samples.below(lanes[i % 3], 1L << 62);
        assertPushes(stacks[i % 3], device.lanes(lanes[i % 3]), values);
        pushed.push(values);
      }
      assertThat(space.fileBytes()).isGreaterThanOrEqualTo(800_000);
      for (int i = 29; i >= 0; i--) {
        assertPops(stacks[i % 3], device.lanes(lanes[i % 3]), pushed.pop());
      }
      assertThat(space.memoryBytes()).isZero();
    }
  }

  private static void assertPushes(WordStack stack, Lanes heads, long[] values) {
    heads.assign(values);
    stack.push(heads);
    assertThat(heads.toArray()).isEqualTo(Arrays.stream(values).map(v -> v >> 16).toArray());
  }

  private static void assertPops(WordStack stack, Lanes heads, long[] pushed) {
    heads.assign(Arrays.stream(pushed).map(v -> v >> 16).toArray());
    stack.pop(heads);
    assertThat(heads.toArray()).isEqualTo(pushed);
  }

  @Test
  void withoutNeedThereIsNoFolderAndNoFile() {
    Path folder = parent.resolve("spill");
    try (Device device = host();
        SpillSpace space = new SpillSpace(200 * LANES, folder)) {
      fill(device, space, 100);
      assertThat(folder).doesNotExist();
      fill(device, space, 1);
      assertThat(folder).isDirectory();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingOfTheFileCanBeSeenWhileItIsInUse() {
    try (Device device = host();
        SpillSpace space = new SpillSpace(0, parent)) {
      fill(device, space, 10);
      assertThat(space.fileBytes()).isEqualTo(20L * LANES);
      assertThat(parent).isEmptyDirectory();
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aProcessThatIsKilledLeavesTheFolderEmpty() throws IOException, InterruptedException {
    Path folder = parent.resolve("spill");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SpillingChild.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(child.waitFor()).isEqualTo(SpillingChild.EXIT_CODE);
    assertThat(printed).isEqualTo("4000");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    Path folder = file.resolve("spill");
    try (Device device = host();
        SpillSpace space = new SpillSpace(0, folder)) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> fill(device, space, 1))
          .withMessageContaining("cannot spill to a file in " + folder);
    }
  }

  @Test
  void popOfAnEmptyStackIsRefused() {
    try (Device device = host()) {
      WordStack stack = new WordStack(device, 3, SpillSpace.inMemory());
      Lanes heads = device.lanes(3);
      assertThatIllegalStateException().isThrownBy(() -> stack.pop(heads));
      stack.push(heads);
      stack.pop(heads);
      assertThatIllegalStateException().isThrownBy(() -> stack.pop(heads));
    }
  }

  @Test
  void headsOfAnotherLengthAndNegativeBudgetsAreRefused() {
    try (Device device = host()) {
      WordStack stack = new WordStack(device, 3, SpillSpace.inMemory());
      assertThatIllegalArgumentException().isThrownBy(() -> stack.push(device.lanes(2)));
      assertThat(stack.depth()).isZero();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpillSpace(-1, parent))
        .withMessageContaining("got -1");
  }

  private static void fill(Device device, SpillSpace space, int vectors) {
    WordStack stack = new WordStack(device, LANES, space);
    Lanes heads = device.lanes(LANES);
    for (int i = 0; i < vectors; i++) {
      stack.push(heads);
    }
  }

  private static Device host() {
    return Devices.open("host", Precision.FLOAT32, 1);
  }
}
