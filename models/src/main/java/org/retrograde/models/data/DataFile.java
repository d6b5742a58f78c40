package org.retrograde.models.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.retrograde.reversible.storage.FileReasons;

/**
 * The bytes of one file in memory, with the name that messages use and a SHA-256 for the record of
 * provenance. A file compressed by gzip is recognised by its first two bytes, whatever its name.
 */
public final class DataFile {
  private static final long MOST_BYTES =
      Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 9);

  private final String name;
  private final long most;
  private final byte[] bytes;
  private final String sha256;

  private DataFile(String name, byte[] bytes, long most) {
    this.name = name;
    this.most = most;
    this.bytes = bytes;
    this.sha256 = Sha256.of(bytes);
  }

  /**
   * Reads a whole file.
   *
   * @param path the file
   * @return its bytes, under the last element of the path as its name
   * @throws DataException if there is no such file or it cannot be read
   */
  public static DataFile read(Path path) {
    Path fileName = path.getFileName();
    try {
      String name = fileName == null ? path.toString() : fileName.toString();
      try (InputStream in = Files.newInputStream(path)) {
        return new DataFile(name, whole(path.toString(), in, "has", MOST_BYTES), MOST_BYTES);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(path + ": file not found", e);
    } catch (IOException e) {
      throw new DataException(path + ": cannot be read: " + FileReasons.of(e), e);
    }
  }

  /**
   * Reads a stream to its end. The caller closes it.
   *
   * @param name the name for messages
   * @param in the stream
   * @return its bytes
   * @throws DataException if it cannot be read
   */
  public static DataFile read(String name, InputStream in) {
    return read(name, in, MOST_BYTES);
  }

  /** Reads a stream of at most so many bytes, compressed and not. */
  static DataFile read(String name, InputStream in, long most) {
    try {
      return new DataFile(name, whole(name, in, "has", most), most);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + FileReasons.of(e), e);
    }
  }

  /**
   * Returns the name that messages and hashes use.
   *
   * @return the file name without its folder
   */
  public String name() {
    return name;
  }

  /**
   * Returns the hash of the file as it is stored, so before decompression.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String sha256() {
    return sha256;
  }

  /**
   * Checks that this is the file it should be.
   *
   * @param expected 64 lower-case hexadecimal digits
   * @return this file
   * @throws DataException if the hash is another one
   */
  public DataFile requireSha256(String expected) {
    if (!sha256.equals(expected)) {
      throw new DataException(
          "%s: the file is damaged or another one: expected SHA-256 %s, got %s"
              .formatted(name, expected, sha256));
    }
    return this;
  }

  /**
   * Reads to the end, or refuses what would fill the memory: a kilobyte of gzip may be a gigabyte.
   */
  private static byte[] whole(String name, InputStream in, String verb, long most)
      throws IOException {
    byte[] bytes = in.readNBytes((int) (most + 1));
    if (bytes.length > most) {
      throw new DataException(
          "%s: %s more than %d MB, a quarter of the memory that Java may take;"
                  .formatted(name, verb, most >> 20)
              + " RETROGRADE_JAVA_OPTS=-Xmx8g gives it 8 GB");
    }
    return bytes;
  }

  /** Returns the content, decompressed where it is gzip. Not a copy: not to be modified. */
  byte[] content() {
    if (bytes.length < 2 || bytes[0] != (byte) 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return whole(name, in, "decompresses to", most);
    } catch (IOException e) {
      throw new DataException(
          "%s: truncated or damaged gzip data in its %d bytes: %s"
              .formatted(name, bytes.length, e.getMessage()),
          e);
    }
  }
}
