package org.retrograde.reports.record;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Replaces a file so that a reader sees the old text or the new one, never a part.
 *
 * <p>The text goes to a hidden sibling, is forced to the disk, and is then moved over the file. Two
 * processes may write the same file, the last one wins; two threads of one process may not. An
 * interrupt of the thread does not cut a write off, as it would that of a channel.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes {@code text} as UTF-8.
   *
   * @param file the file to create or replace; its directory must exist
   * @param text its whole content
   * @throws IOException if the text cannot be written; the file is then as it was before
   */
  public static void write(Path file, String text) throws IOException {
    Path draft =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileOutputStream out = open(draft)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileOutputStream open(Path draft) throws FileSystemException {
    try {
      return new FileOutputStream(draft.toFile());
    } catch (FileNotFoundException e) { // whatever the reason
      FileSystemException refused = new FileSystemException(draft.toString(), null, e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  /** Returns whether a file is what an interrupted {@link #write} has left. */
  static boolean isDraft(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") && name.endsWith(".tmp");
  }
}
