package org.retrograde.reversible.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.archive.ArchiveFile;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;

final class LongStackTest {

  private static final long CHUNK_BYTES = 8 * LongStack.CHUNK;

  private final Path folder;

  LongStackTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest(name = "a budget of {0} bytes, seed {1}")
  @CsvSource({"0, 1", "0, 2", "8191, 3", "8192, 4", "30000, 5", "9223372036854775807, 6"})
  void longsComeBackLastInFirstOutThroughMemoryAndFile(long budget, long seed) {
    Samples samples = new Samples(seed);
    try (SpillSpace space = new SpillSpace(budget, folder)) {
      LongStack stack = new LongStack(space);
      Deque<Long> pushed = new ArrayDeque<>();
      long mostInFile = 0;
      for (int turn = 0; turn < 60; turn++) {
        int count = samples.integer(1, 2000);
        boolean isPush = samples.integer(0, 2) > 0;
        long[] values = samples.longs(count, 64);
        for (int i = 0; i < count; i++) {
          if (isPush) {
            stack.push(values[i]);
            pushed.push(values[i]);
          } else if (!pushed.isEmpty()) {
            assertThat(stack.pop()).isEqualTo(pushed.pop());
          }
        }
        assertThat(stack.isEmpty()).isEqualTo(pushed.isEmpty());
        assertThat(stack.allocatedBytes())
            .isBetween(8L * pushed.size(), 16L * pushed.size() + CHUNK_BYTES);
        assertThat(space.memoryBytes()).isLessThanOrEqualTo(budget);
        mostInFile = Math.max(mostInFile, space.fileBytes());
      }
      while (!pushed.isEmpty()) {
        assertThat(stack.pop()).isEqualTo(pushed.pop());
      }
      assertThat(stack.isEmpty()).isTrue();
      assertThat(space.memoryBytes()).isZero();
      assertThat(space.fileBytes()).isZero();
      assertThat(mostInFile > 0).isEqualTo(budget < Long.MAX_VALUE);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFewTakeLittle() {
    LongStack stack = new LongStack(SpillSpace.inMemory());
    assertThat(stack.allocatedBytes()).isEqualTo(128);
    for (int i = 0; i < 17; i++) {
      stack.push(i);
    }
    assertThat(stack.allocatedBytes()).isEqualTo(256);
  }

  @Test
  void anEmptyStackHasNothingToPop() {
    LongStack stack = new LongStack(SpillSpace.inMemory());
    assertThatIllegalStateException().isThrownBy(stack::pop);
    stack.push(7);
    assertThat(stack.pop()).isEqualTo(7);
    assertThatIllegalStateException().isThrownBy(stack::pop);
  }

  /**
   * More decays than a chunk has entries, at every bound and number of spills that there can be.
   */
  @ParameterizedTest(name = "a budget of {0} bytes")
  @CsvSource({"0", "1000", "100000"})
  void decaysAreUndoneByALogInTheFile(long budget) {
    Samples samples = new Samples(8);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1);
        SpillSpace space = new SpillSpace(budget, folder)) {
      long[] start = samples.longs(5, 62);
      Lanes values = device.lanes(5);
      values.assign(start);
      InformationBuffer buffer = new InformationBuffer(device, 5);
      buffer.keep(space);
      Deque<Ratio> ratios = new ArrayDeque<>();
      for (int i = 0; i < 5000; i++) {
        int bits = samples.integer(1, Ratio.MAX_BITS);
        long most = 1L << (samples.integer(0, 1) == 0 ? bits : 1);
        ratios.push(new Ratio(1 + (samples.longs(1, 62)[0] & (most - 1)), bits));
        buffer.decay(values, ratios.element());
      }
      assertThat(space.fileBytes()).isGreaterThanOrEqualTo(budget < 100_000 ? CHUNK_BYTES : 0);
      ratios.forEach(ratio -> buffer.undecay(values, ratio));
      assertThat(values.toArray()).isEqualTo(start);
      assertThat(buffer.isEmpty()).isTrue();
      assertThat(space.memoryBytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 1000, 1024, 1025, 2048, 3000})
  void aStackTakesWhatIsSaidBeforehand(int longs) {
    LongStack stack = new LongStack(SpillSpace.inMemory());
    for (int i = 0; i < longs; i++) {
      stack.push(i);
    }
    assertThat(stack.allocatedBytes()).isEqualTo(LongStack.bytesOf(longs));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 1024, 5000})
  void anArchivedStackGoesOnWhereItWas(int longs) throws IOException {
    ArchiveFile file = new ArchiveFile(folder.resolve("stack"));
    long bytes;
    try (SpillSpace space = SpillSpace.into(10_000, folder, "longs")) {
      LongStack stack = filled(space, longs);
      bytes = space.force();
      file.write(stack::archive);
    }
    try (SpillSpace space = SpillSpace.into(10_000, folder, "longs")) {
      space.cut(bytes);
      LongStack stack = new LongStack(space);
      file.read(stack::archive);
      stack.push(-1);
      assertThat(stack.pop()).isEqualTo(-1);
      for (long i = longs - 1L; i >= 0; i--) {
        assertThat(stack.pop()).isEqualTo(i * i);
      }
      assertThat(stack.isEmpty()).isTrue();
      assertThat(space.memoryBytes()).isZero();
    }
    assertThat(bytes > 0).isEqualTo(longs == 5000);
  }

  private static LongStack filled(SpillSpace space, int longs) {
    LongStack stack = new LongStack(space);
    for (long i = 0; i < longs; i++) {
      stack.push(i * i);
    }
    return stack;
  }

  /** What a checkpoint counts on is there, whatever is read and written after it. */
  @Test
  void whatWasForcedIsNeverOverwritten() throws IOException {
    try (SpillSpace space = SpillSpace.into(0, folder, "longs")) {
      LongStack stack = filled(space, 3000);
      long bytes = space.force();
      byte[] before = Files.readAllBytes(folder.resolve("longs"));
      for (int i = 0; i < 2500; i++) {
        stack.pop();
      }
      for (int i = 0; i < 2500; i++) {
        stack.push(-i);
      }
      assertThat(Files.readAllBytes(folder.resolve("longs"))).startsWith(before);
      assertThat(before).hasSize((int) bytes);
      for (int i = 2499; i >= 0; i--) {
        assertThat(stack.pop()).isEqualTo(-i);
      }
      assertThat(stack.pop()).isEqualTo(499L * 499);
    }
  }

  @Test
  void aFileThatIsTooShortIsRefused() throws IOException {
    Files.write(folder.resolve("longs"), new byte[7]);
    try (SpillSpace space = SpillSpace.into(0, folder, "longs")) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> space.cut(8))
          .withMessageContaining("has 7 bytes where it had 8");
    }
  }
}
