package org.retrograde.reversible.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
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

  /**
   * Returns what is to be said where such a file cannot be made or written: why, and what to do.
   *
   * @param attempt such as "cannot spill to"
   */
  public static UncheckedIOException refused(String attempt, Path folder, IOException cause) {
    return new UncheckedIOException(
        ("%s a file in %s: %s; make room there, or name another folder with the Java option"
                + " -Djava.io.tmpdir=FOLDER")
            .formatted(attempt, folder.toAbsolutePath(), FileReasons.of(cause)),
        cause);
  }
}
