package org.retrograde.experiments.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.retrograde.reversible.storage.FileReasons;

/**
 * A folder in which a measuring command replaces its files: of one process at a time, until that
 * closes it or ends, however it ends.
 */
final class ClaimedFolder implements Closeable {

  /** Stays, empty: who deleted it would take it from under one that waits to lock it. */
  private static final String LOCK = ".lock";

  private final Path folder;
  private final FileChannel lock;

  private ClaimedFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes a folder, which is made where there is none.
   *
   * @throws WrongInputException if it cannot be made, or another process writes there
   */
  static ClaimedFolder of(Path folder) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw new WrongInputException(
          "--out: %s is no directory and cannot be made: %s".formatted(folder, FileReasons.of(e)));
    }
    if (!isLocked(channel)) {
      channel.close();
      throw new WrongInputException(
          "--out: another process is writing to %s; wait for its end, or choose another directory"
              .formatted(folder));
    }
    return new ClaimedFolder(folder, channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // of this process
    }
  }

  /** Returns where a file of this name goes. */
  Path resolve(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
