package org.retrograde.models.table;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one file, from first to last. */
interface RowSource extends Closeable {

  /** Returns the name of the file, for messages. */
  String name();

  /** Returns the names of the columns, where the format has a place for them. */
  Optional<List<String>> columnNames();

  /** Returns the columns that the format says to be texts, of those with names. */
  Set<String> textColumns();

  /** Returns how many rows there are in all, where the format says so first. */
  OptionalLong rows();

  /**
   * Returns the cells of the next row, null after the last.
   *
   * @throws org.retrograde.models.data.DataException if it cannot be read
   */
  String @Nullable [] next();

  /** Returns where the last row stands in the file, counted from 1. */
  long line();

  /** Returns sentences on what the file was taken for. */
  List<String> remarks();

  /** Reads what is left and returns the SHA-256 of the file. */
  String sha256();
}
