package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.data.DataException;

/**
 * Rows of numbers that grow in number: in one array where it is known how many they will be, else
 * and beyond that in blocks, so that none is ever copied to grow.
 */
final class RowStore {

  /** A quarter of a megabyte, which every collector packs densely. */
  private static final int BLOCK = 1 << 16;

  private final String file;
  private final int width;
  private final int rowsOfFirst;
  private final int rowsOfBlock;
  private final List<float[]> blocks = new ArrayList<>();
  private int rows;
  private int free;

  /**
   * Makes an empty one.
   *
   * @param file for messages
   * @param width numbers of a row, at least 1
   * @param expected rows that will be added, if that is known; 0 if not
   */
  RowStore(String file, int width, long expected) {
    this.file = file;
    this.width = width;
    this.rowsOfBlock = Math.max(1, BLOCK / width);
    this.rowsOfFirst = expected == 0 ? rowsOfBlock : (int) Math.min(expected, Integer.MAX_VALUE);
  }

  /**
   * Adds a row.
   *
   * @throws DataException if the memory that Java may take does not hold the table twice
   */
  void add(float[] row) {
    if (free == 0) {
      free = blocks.isEmpty() ? rowsOfFirst : rowsOfBlock;
      requireMemory(file, ((long) rows + free) * width);
      blocks.add(new float[free * width]);
    }
    float[] last = blocks.get(blocks.size() - 1);
    System.arraycopy(row, 0, last, last.length - free * width, width);
    free--;
    rows++;
  }

  /** Refuses a table that with another of its size does not fit. */
  static void requireMemory(String file, long numbers) {
    long most = Runtime.getRuntime().maxMemory();
    long bytes = numbers * Float.BYTES;
    if (numbers > Integer.MAX_VALUE || 2 * bytes > most) {
      throw new DataException(
          ("%s: its rows take %d MB in memory, twice while it is read, and at most %d numbers; Java"
                  + " may take %d MB: RETROGRADE_JAVA_OPTS=-Xmx8g gives it 8 GB")
              .formatted(file, bytes >> 20, Integer.MAX_VALUE, most >> 20));
    }
  }

  int rows() {
    return rows;
  }

  float get(int row, int column) {
    int beyond = row - rowsOfFirst;
    return beyond < 0
        ? blocks.get(0)[row * width + column]
        : blocks.get(1 + beyond / rowsOfBlock)[beyond % rowsOfBlock * width + column];
  }

  /**
   * Returns all rows, one after the other, and forgets them: the very array that they were added
   * to, if they were as many as expected.
   */
  float[] take() {
    float[] all = blocks.size() == 1 && free == 0 ? blocks.get(0) : joined();
    blocks.clear();
    rows = 0;
    free = 0;
    return all;
  }

  private float[] joined() {
    float[] all = new float[rows * width];
    int from = 0;
    for (float[] block : blocks) {
      int count = Math.min(block.length, all.length - from);
      System.arraycopy(block, 0, all, from, count);
      from += count;
    }
    return all;
  }
}
