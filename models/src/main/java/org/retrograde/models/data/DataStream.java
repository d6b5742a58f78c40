package org.retrograde.models.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.zip.GZIPInputStream;
import org.retrograde.reversible.storage.FileReasons;

/**
 * The bytes of one file from first to last, for files that are too large to be in memory, with a
 * SHA-256 for the record of provenance. A file compressed by gzip is recognised by its first two
 * bytes, whatever its name.
 */
public final class DataStream implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final DigestInputStream stored;
  private final InputStream content;

  private DataStream(String name, DigestInputStream stored, InputStream content) {
    this.name = name;
    this.stored = stored;
    this.content = content;
  }

  /**
   * Opens a file.
   *
   * @throws DataException if there is no such file or it cannot be read
   */
  public static DataStream open(Path path) {
    try {
      return opened(path);
    } catch (NoSuchFileException e) {
      throw new DataException(path + ": file not found", e);
    } catch (IOException e) {
      throw new DataException(path + ": cannot be read: " + FileReasons.of(e), e);
    }
  }

  private static DataStream opened(Path path) throws IOException {
    Path fileName = path.getFileName();
    String name = fileName == null ? path.toString() : fileName.toString();
    DigestInputStream stored =
        new DigestInputStream(
            new BufferedInputStream(Files.newInputStream(path), BUFFER), Sha256.digest());
    try {
      InputStream buffered = new BufferedInputStream(stored, BUFFER);
      return new DataStream(name, stored, decompressed(buffered));
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    in.mark(2);
    byte[] head = in.readNBytes(2);
    in.reset();
    return head.length == 2 && head[0] == (byte) 0x1f && head[1] == (byte) 0x8b
        ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER)
        : in;
  }

  /** Returns the name of the file without its folder, which messages and hashes use. */
  public String name() {
    return name;
  }

  /** Returns the content, decompressed where it is gzip; it knows {@link InputStream#mark}. */
  public InputStream content() {
    return content;
  }

  /**
   * Reads what is left and returns the hash of the file as it is stored, so before decompression.
   *
   * @return 64 lower-case hexadecimal digits
   * @throws DataException if it cannot be read
   */
  public String sha256() {
    try {
      content.transferTo(OutputStream.nullOutputStream());
      stored.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + FileReasons.of(e), e);
    }
    return Sha256.hex(stored.getMessageDigest().digest());
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
