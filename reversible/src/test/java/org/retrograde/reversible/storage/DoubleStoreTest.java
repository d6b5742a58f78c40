package org.retrograde.reversible.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.Samples;

final class DoubleStoreTest {

  private static final int ALL_ON_HEAP = Integer.MAX_VALUE;

  private final Path folder;

  DoubleStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Lengths around those of pages, and of the chunks in which files are written. */
  @ParameterizedTest(name = "{0} numbers, {1} bytes on the heap")
  @CsvSource({
    "1, 0",
    "511, 0",
    "513, 0",
    "8192, 0",
    "8193, 0",
    "20000, 1000",
    "20000, 160000",
    "0, 0"
  })
  void everyBitComesBackFromTheHeapAndFromAFile(int length, int heapBytes) {
    Samples samples = new Samples(length);
    DoubleStore store = new DoubleStore(length, heapBytes, folder);
    assertThat(store.length()).isEqualTo(length);
    assertThat(bits(store.copyOfRange(0, length))).containsOnly(new long[length]);
    long[] bits = samples.longs(length, 64);
    Arrays.setAll(bits, i -> i % 7 == 0 ? Double.doubleToRawLongBits(-0.0) : bits[i]);
    for (int i = length - 1; i >= 0; i--) {
      store.set(i, Double.longBitsToDouble(bits[i]));
    }
    assertThat(bits(store.copyOfRange(0, length))).isEqualTo(bits);
    for (int i = 0; i < length; i++) {
      assertThat(Double.doubleToRawLongBits(store.get(i))).isEqualTo(bits[i]);
    }
    if (length > 2) {
      assertThat(bits(store.copyOfRange(1, 2))).containsExactly(bits[1], bits[2]);
    }
    assertThat(store.fill(0.5).copyOfRange(0, length)).containsOnly(doubles(length, 0.5));
  }

  private static double[] doubles(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @Test
  void whatIsSmallNeedsNoFolder() {
    Path none = folder.resolve("none");
    long before = DoubleStore.bytesInFiles();
    new DoubleStore(1000, 8000, none).set(999, 1);
    assertThat(none).doesNotExist();
    assertThat(DoubleStore.bytesInFiles()).isEqualTo(before);
    new DoubleStore(1001, 8000, none).set(1000, 1);
    assertThat(none).isDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingOfTheFileCanBeSeen() {
    DoubleStore store = new DoubleStore(100_000, 0, folder);
    store.set(99_999, 7);
    assertThat(folder).isEmptyDirectory();
    assertThat(store.get(99_999)).isEqualTo(7);
  }

  @Test
  void roomIsGivenBackOnceNobodyCanReachTheArray() throws InterruptedException {
    DoubleStore stays = new DoubleStore(1 << 20, 0, folder);
    stays.set(5, 5);
    long with = DoubleStore.bytesInFiles();
    new DoubleStore(1 << 21, 0, folder).set(0, 1);
    assertThat(DoubleStore.bytesInFiles()).isGreaterThanOrEqualTo(with + (1 << 24));
    for (int i = 0; i < 100 && DoubleStore.bytesInFiles() > with; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(DoubleStore.bytesInFiles()).isBetween(1L << 23, with);
    assertThat(stays.get(5)).isEqualTo(5);
  }

  /** The heap is hardly used meanwhile: without asking, the collector would not look. */
  @Test
  void manyArraysOneAfterTheOtherDoNotFillTheDisk() {
    long most = 0;
    for (int i = 0; i < 80; i++) {
      new DoubleStore(1 << 20, 0, folder).set(i, i);
      most = Math.max(most, DoubleStore.bytesInFiles());
    }
    assertThat(most).isLessThan(1L << 29); // of 80 times 2^23
  }

  @Test
  void aProcessThatIsKilledLeavesTheFolderEmpty() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StoringChild.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(child.waitFor()).isEqualTo(StoringChild.EXIT_CODE);
    assertThat(printed).isEqualTo("8000");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithWhatToDo() throws IOException {
    Path none = Files.createFile(folder.resolve("file")).resolve("numbers");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> new DoubleStore(1000, 0, none))
        .withMessageContaining("cannot keep 8000 bytes of numbers in a file in " + none)
        .withMessageContaining("-Djava.io.tmpdir=");
  }

  @Test
  void anInterruptedThreadIsToldThatItIs() {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> new DoubleStore(1000, 0, folder))
          .withCauseInstanceOf(ClosedByInterruptException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void lengthsThatNoArrayHasAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DoubleStore(-1, ALL_ON_HEAP, folder))
        .withMessageContaining("got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DoubleStore(1L << 28, 0, folder))
        .withMessageContaining("in [0, 268435455], got 268435456");
  }

  @Test
  void placesOutsideAreRefused() {
    DoubleStore store = new DoubleStore(10, 0, folder);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> store.get(10));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> store.set(-1, 0));
  }
}
