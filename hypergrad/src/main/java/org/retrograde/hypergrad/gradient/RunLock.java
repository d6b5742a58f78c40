package org.retrograde.hypergrad.gradient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a run is being done, to other threads and processes. It goes with the process.
 *
 * <p>A system may give up all locks that a process has on a file when it closes any channel to it,
 * so threads of this process are told apart before the file is opened. A lock on a file that has
 * been deleted is worth nothing; whoever deletes it says so in it.
 */
final class RunLock implements AutoCloseable {

  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Returns the lock, unless somebody has it. */
  static Optional<RunLock> take(Path named) throws IOException {
    Path file = named.toAbsolutePath().normalize();
    if (!OWN.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      taken = lock != null && channel.size() == 0;
      return taken ? Optional.of(new RunLock(file, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        OWN.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /** Deletes the file too. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
    channel.write(ByteBuffer.wrap(new byte[1]));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    OWN.remove(file);
  }
}
