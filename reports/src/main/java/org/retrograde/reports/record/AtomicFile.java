package org.retrograde.reports.record;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replaces a file so that a reader sees the old text or the new one, never a part.
 *
 * <p>The text goes to a hidden sibling, is forced to the disk, and is then moved over the file.
 * Several processes and threads may write the same file, the last one wins. An interrupt of the
 * thread does not cut a write off, as it would that of a channel.
 */
public final class AtomicFile {

  /** Tells the drafts of one process apart. */
  private static final AtomicLong DRAFTS = new AtomicLong();

  private AtomicFile() {}

  /**
   * Writes {@code text} as UTF-8.
   *
   * @param file the file to create or replace; its directory must exist
   * @param text its whole content
   * @throws IOException if the text cannot be written; the file is then as it was before
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = draftOf(file);
    try {
      writeDraft(draft, file, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Makes a file that is not there: of several processes and threads that try, one does.
   *
   * @throws FileAlreadyExistsException if it is there; it stays as it is
   * @throws IOException if the text cannot be written
   */
  public static void create(Path file, String text) throws IOException {
    Path draft = draftOf(file);
    try {
      writeDraft(draft, file, text);
      link(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A link, unlike a move, replaces nothing; and it is there with its whole text. */
  private static void link(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links: still one alone makes it, but a kill may leave a part of it.
      Files.write(file, Files.readAllBytes(draft), StandardOpenOption.CREATE_NEW);
    }
  }

  /**
   * Writes over a file where it lies, for want of room for a draft. Nothing is changed if the text
   * is longer than what is there; else the rest is filled with spaces.
   *
   * @return whether it was written
   * @throws IOException if it cannot be written
   */
  static boolean overwrite(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile old = new RandomAccessFile(file.toFile(), "rw")) {
      if (bytes.length > old.length()) {
        return false;
      }
      byte[] padded = Arrays.copyOf(bytes, (int) old.length());
      Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
      old.write(padded);
      old.getFD().sync();
      return true;
    }
  }

  private static Path draftOf(Path file) {
    return file.resolveSibling(
        ".%s.%d-%d.tmp"
            .formatted(
                file.getFileName(), ProcessHandle.current().pid(), DRAFTS.incrementAndGet()));
  }

  private static void writeDraft(Path draft, Path file, String text) throws IOException {
    try (FileOutputStream out = open(draft)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // names no file
      throw cannotWrite(file, e);
    }
  }

  private static FileOutputStream open(Path draft) throws FileSystemException {
    try {
      return new FileOutputStream(draft.toFile());
    } catch (FileNotFoundException e) { // whatever the reason
      throw cannotWrite(draft, e);
    }
  }

  /** Returns the failure of a write that says of which file. */
  static FileSystemException cannotWrite(Path file, IOException cause) {
    FileSystemException named = new FileSystemException(file.toString(), null, cause.getMessage());
    named.initCause(cause);
    return named;
  }

  /** Returns whether a file is what a {@link #write} that was cut off has left. */
  static boolean isDraft(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") && name.endsWith(".tmp");
  }
}
