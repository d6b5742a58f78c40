package org.retrograde.models.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.models.data.DataException;

/** Rows come back as they were added, however many were expected. */
final class RowStoreTest {

  private static final int MANY = 150_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static RowStore filled(int rows, int width, long expected) {
    RowStore store = new RowStore("a.csv", width, expected);
    float[] row = new float[width];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        row[j] = value(i, j);
      }
      store.add(row);
    }
    return store;
  }

  private static float value(int row, int column) {
    return row + column / 8f;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "1, 1, 1",
    "7, 3, 7",
    "7, 3, 9",
    "7, 3, 5",
    "7, 3, 1",
    "150000, 2, 0",
    "150000, 2, 150000",
    "150000, 2, 150001",
    "150000, 2, 10",
    "3, 100000, 0",
    "3, 100000, 2"
  })
  void allRowsComeBack(int rows, int width, long expected) {
    RowStore store = filled(rows, width, expected);
    assertThat(store.rows()).isEqualTo(rows);
    for (int i = 0; i < rows; i++) {
      assertThat(store.get(i, width - 1) == value(i, width - 1)).isTrue();
    }
    float[] all = store.take();
    assertThat(all).hasSize(rows * width);
    for (int i = 0; i < rows; i++) {
      assertThat(all[i * width] == value(i, 0)).isTrue();
    }
    assertThat(store.rows()).isZero();
  }

  /** So that a table of known size is in memory once. */
  @Test
  void asManyAsExpectedAreNeverCopied() {
    assertThat(bytesOfTaking(MANY)).isLessThan(MANY);
    assertThat(bytesOfTaking(MANY + 1)).isGreaterThan(MANY * (long) Float.BYTES);
    assertThat(bytesOfTaking(0)).isGreaterThan(MANY * (long) Float.BYTES);
  }

  private static long bytesOfTaking(long expected) {
    RowStore store = filled(MANY, 1, expected);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    float[] all = store.take();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(all).hasSize(MANY);
    return bytes;
  }

  @Test
  void moreThanMemoryHoldsTwiceIsRefusedBeforeARowIsRead() {
    RowStore store = new RowStore("a.parquet", 10, 1L << 40);
    assertThatThrownBy(() -> store.add(new float[10]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.parquet: its rows take")
        .hasMessageContaining("RETROGRADE_JAVA_OPTS");
  }
}
