package org.retrograde.reversible.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A file of one state that is there whole or not at all. It is written beside, forced to the disk
 * and renamed over the one before, which is there until then; the SHA-256 of what is in it stands
 * at its end, so that a file that a disk has torn is known for one.
 */
public final class ArchiveFile {

  private static final int SUM_BYTES = 32;

  private final Path file;
  private final Path draft;
  private final UnaryOperator<OutputStream> through;

  /** Names a file, which need not be there. */
  public ArchiveFile(Path file) {
    this(file, UnaryOperator.identity());
  }

  /**
   * Names a file.
   *
   * @param through what is written goes through it on its way to the file, so that a test may end
   *     there
   */
  public ArchiveFile(Path file, UnaryOperator<OutputStream> through) {
    this.file = file;
    this.draft = file.resolveSibling(file.getFileName() + ".draft");
    this.through = through;
  }

  /**
   * Writes a state in place of the one before.
   *
   * @return bytes of the file
   * @throws IOException if it cannot be written; the one before is then still there
   */
  public long write(Consumer<Archive> content) throws IOException {
    long bytes;
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = through.apply(Channels.newOutputStream(channel));
      DigestOutputStream summed =
          new DigestOutputStream(new BufferedOutputStream(out, 1 << 16), sha256());
      content.accept(new ArchiveWriter(summed));
      byte[] sum = summed.getMessageDigest().digest();
      summed.on(false);
      summed.write(sum);
      summed.flush();
      channel.force(true);
      bytes = channel.size();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceNames();
    return bytes;
  }

  /** Forces the folder, so that the new name outlasts a power cut; some systems refuse to. */
  private void forceNames() {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // After a power cut the state before may be the one that is found, which is as good.
    }
  }

  /** Returns whether there is a file, whole or not. */
  public boolean isThere() {
    return Files.exists(file);
  }

  /** Returns whether there is a file whose sum is that of what is in it. */
  public boolean isWhole() throws IOException {
    if (!isThere() || Files.size(file) < SUM_BYTES) {
      return false;
    }
    MessageDigest found = sha256();
    try (InputStream in = open()) {
      byte[] chunk = new byte[1 << 16];
      for (long left = Files.size(file) - SUM_BYTES; left > 0; ) {
        int count = in.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
        if (count == 0) {
          return false;
        }
        found.update(chunk, 0, count);
        left -= count;
      }
      return Arrays.equals(found.digest(), in.readNBytes(SUM_BYTES));
    }
  }

  /**
   * Reads the state, or the beginning of it.
   *
   * @throws IOException if the file ends too soon, or cannot be read
   */
  public void read(Consumer<Archive> content) throws IOException {
    try (InputStream in = open()) {
      content.accept(new ArchiveReader(in));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** Removes the file, and what a process that ended left beside it. */
  public void delete() throws IOException {
    Files.deleteIfExists(draft);
    Files.deleteIfExists(file);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
