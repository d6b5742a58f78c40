package org.retrograde.reversible.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that nobody else can see. They are opened to be deleted on close, which POSIX systems do by
 * taking the name away at once, so that a file goes with the process however that ends.
 */
public final class UnseenFile {

  private UnseenFile() {}

  /**
   * Makes a file for reading and writing, and the folder if need be.
   *
   * @param prefix of the name that it has for a moment
   */
  public static FileChannel open(Path folder, String prefix) throws IOException {
    Files.createDirectories(folder);
    return FileChannel.open(
        folder.resolve(prefix + "-" + UUID.randomUUID() + ".bin"),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }
}
