package org.retrograde.reversible.storage;

import java.nio.file.Path;

/** A process that ends without any chance to clean up while its numbers are in a file. */
public final class StoringChild {

  static final int EXIT_CODE = 7;

  private StoringChild() {}

  /** Makes an array in the folder that the argument names, prints its bytes, and halts. */
  public static void main(String[] args) {
    DoubleStore store = new DoubleStore(1000, 0, Path.of(args[0]));
    store.set(999, 1);
    System.out.print(DoubleStore.bytesInFiles());
    System.out.flush();
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
