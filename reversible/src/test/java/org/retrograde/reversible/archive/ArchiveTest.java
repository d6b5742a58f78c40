package org.retrograde.reversible.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;
import org.retrograde.reversible.storage.DoubleStore;

/** What is archived comes back to the bit, and a file is there whole or not at all. */
final class ArchiveTest {

  /** More than one chunk of any type. */
  private static final int LONG = 100_000;

  @TempDir private Path folder = Path.of("");

  static List<String> devices() {
    return Devices.usable();
  }

  private ArchiveFile file() {
    return new ArchiveFile(folder.resolve("state"));
  }

  @Test
  void valuesComeBack() throws IOException {
    double odd = Double.longBitsToDouble(0x7ff8_0000_dead_beefL); // a NaN of its own
    List<Integer> things = new ArrayList<>(List.of(3, 1, 2));
    file()
        .write(
            archive -> {
              archive.integer(-5);
              archive.integer(Long.MIN_VALUE);
              archive.number(-0.0);
              archive.number(odd);
              archive.flag(true);
              archive.text("état");
              archive.numbers(new double[] {1, 2});
              archive.all(things, () -> 0, archive::integer);
            });
    assertThat(things).containsExactly(3, 1, 2);
    List<Object> read = new ArrayList<>();
    List<Integer> others = new ArrayList<>(List.of(9));
    file()
        .read(
            archive -> {
              read.add(archive.integer(0));
              read.add(archive.integer(0L));
              read.add(Double.doubleToRawLongBits(archive.number(1)));
              read.add(Double.doubleToRawLongBits(archive.number(1)));
              read.add(archive.flag(false));
              read.add(archive.text("something long that is not there"));
              read.add(Arrays.toString(archive.numbers(new double[0])));
              archive.all(others, () -> 0, archive::integer);
            });
    assertThat(read)
        .containsExactly(
            -5,
            Long.MIN_VALUE,
            Double.doubleToRawLongBits(-0.0),
            0x7ff8_0000_dead_beefL,
            true,
            "état",
            "[1.0, 2.0]");
    assertThat(others).isEqualTo(things);
  }

  @ParameterizedTest
  @MethodSource("devices")
  void vectorsOfAnyDeviceComeBack(String name) throws IOException {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Lanes lanes = device.lanes(LONG);
      lanes.assign(numbers());
      Words words = device.words(LONG);
      short[] shorts = new short[LONG];
      for (int i = 0; i < LONG; i++) {
        shorts[i] = (short) (i * 31);
      }
      words.assign(shorts);
      Tensor wide = device.tensor(Precision.FLOAT64, 1, LONG);
      wide.assign(Arrays.stream(numbers()).mapToDouble(Math::cbrt).toArray());
      Tensor narrow = device.tensor(1, LONG);
      narrow.assign(wide);
      file()
          .write(
              archive -> {
                archive.vector(lanes);
                archive.vector(words);
                archive.tensor(wide);
                archive.tensor(narrow);
              });
      Lanes otherLanes = device.lanes(LONG);
      Words otherWords = device.words(LONG);
      Tensor otherWide = device.tensor(Precision.FLOAT64, 1, LONG);
      Tensor otherNarrow = device.tensor(1, LONG);
      file()
          .read(
              archive -> {
                archive.vector(otherLanes);
                archive.vector(otherWords);
                archive.tensor(otherWide);
                archive.tensor(otherNarrow);
              });
      assertThat(otherLanes.contentEquals(lanes)).isTrue();
      assertThat(otherWords.toArray()).isEqualTo(shorts);
      assertThat(otherWide.toArray()).isEqualTo(wide.toArray());
      assertThat(otherNarrow.toArray()).isEqualTo(narrow.toArray());
    }
  }

  private static long[] numbers() {
    long[] numbers = new long[LONG];
    Arrays.setAll(numbers, i -> i * 0x1234_5678_9abcL);
    return numbers;
  }

  @Test
  void partOfAStoreIsReadIntoItsPlace() throws IOException {
    DoubleStore store = new DoubleStore(LONG);
    for (int i = 0; i < LONG; i++) {
      store.set(i, Math.sqrt(i));
    }
    file().write(archive -> archive.numbers(store, 10, LONG - 10));
    DoubleStore other = new DoubleStore(LONG);
    file().read(archive -> archive.numbers(other, 10, LONG - 10));
    for (int i = 0; i < LONG; i++) {
      boolean inside = i >= 10 && i < LONG - 10;
      assertThat(other.get(i)).isEqualTo(inside ? store.get(i) : 0);
    }
  }

  @Test
  void aFileThatIsTornOrChangedIsNotWhole() throws IOException {
    assertThat(file().isWhole()).isFalse();
    file().write(archive -> archive.longs(new long[20_000]));
    assertThat(file().isWhole()).isTrue();
    byte[] whole = Files.readAllBytes(folder.resolve("state"));
    for (int length : new int[] {0, 31, 32, 33, whole.length - 1}) {
      Files.write(folder.resolve("state"), Arrays.copyOf(whole, length));
      assertThat(file().isWhole()).isFalse();
    }
    for (int at : new int[] {0, whole.length / 2, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(folder.resolve("state"), changed);
      assertThat(file().isWhole()).isFalse();
    }
  }

  @Test
  void aStateThatIsLongerThanTheFileIsRefused() throws IOException {
    file().write(archive -> archive.integer(1));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> file().read(archive -> archive.longs(new long[LONG])))
        .withMessageContaining("ends before the state does");
  }

  @Test
  void aStateThatCannotBeWrittenLeavesTheOneBefore() throws IOException {
    file().write(archive -> archive.integer(1));
    ArchiveFile full =
        new ArchiveFile(
            folder.resolve("state"),
            out ->
                new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw new IOException("no room");
                  }
                });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> full.write(archive -> archive.integer(2)))
        .withMessage("no room");
    assertThat(file().isWhole()).isTrue();
    file().read(archive -> assertThat(archive.integer(0)).isEqualTo(1));
    full.delete();
    assertThat(folder).isEmptyDirectory();
  }
}
