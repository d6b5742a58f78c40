package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.data.DataException;

/** Rows of numbers that grow in number, in blocks, so that none is ever copied to grow. */
final class RowStore {

  private static final int BLOCK = 1 << 18;

  private final String file;
  private final int width;
  private final int rowsOfBlock;
  private final List<float[]> blocks = new ArrayList<>();
  private int rows;

  /**
   * Makes an empty one.
   *
   * @param file for messages
   * @param width numbers of a row, at least 1
   */
  RowStore(String file, int width) {
    this.file = file;
    this.width = width;
    this.rowsOfBlock = Math.max(1, BLOCK / width);
  }

  /**
   * Adds a row.
   *
   * @throws DataException if the memory that Java may take does not hold the table twice
   */
  void add(float[] row) {
    int at = rows % rowsOfBlock;
    if (at == 0) {
      requireMemory(file, (long) (rows + rowsOfBlock) * width);
      blocks.add(new float[rowsOfBlock * width]);
    }
    System.arraycopy(row, 0, blocks.get(blocks.size() - 1), at * width, width);
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
    return blocks.get(row / rowsOfBlock)[row % rowsOfBlock * width + column];
  }
}
