package org.retrograde.experiments.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Values by name in a file that grows by a line a value, so that a run that was cut off finds what
 * it had. A line counts if its checksum does: reading drops the first that is torn, and all after
 * it. The file belongs to one process at a time.
 *
 * <p>A process that is killed loses no line; a power cut, those of the last second. An interrupt of
 * the thread does not close the file, as it would a channel.
 */
public final class KeptResults implements AutoCloseable {

  /** The name of the first value: what must be the same for the others to be of use. */
  private static final String MADE_BY = "made-by";

  private static final long NANOS_BETWEEN_FORCES = Duration.ofSeconds(1).toNanos();
  private static final JsonMapper MAPPER = ResultJson.mapper();

  private final Path file;
  private final RandomAccessFile bytes;
  private final FileLock lock;
  private final Map<String, Line> lines = new HashMap<>();
  private final boolean fromOthers;
  private long end;
  private long lastForced = System.nanoTime();

  private record Line(long start, int length) {}

  /**
   * Opens a file, or makes it.
   *
   * @param madeBy versions of what makes the values; values of others are dropped
   * @throws InUseException if another process has the file
   * @throws IOException if it cannot be read or written
   */
  public KeptResults(Path file, Map<String, String> madeBy) throws IOException {
    this.file = file;
    this.bytes = new RandomAccessFile(file.toFile(), "rw");
    this.lock = lock();
    readLines();
    Optional<Map<?, ?>> earlier = find(MADE_BY, Map.class).map(map -> (Map<?, ?>) map);
    this.fromOthers = earlier.filter(map -> !map.equals(madeBy)).isPresent();
    if (fromOthers || earlier.isEmpty()) {
      lines.clear();
      end = 0;
      bytes.setLength(0);
      keep(MADE_BY, madeBy);
    }
  }

  private FileLock lock() throws IOException {
    @Nullable FileLock own;
    try {
      own = bytes.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      own = null;
    }
    if (own == null) {
      bytes.close();
      throw new InUseException(file);
    }
    return own;
  }

  /**
   * Returns whether a process has a file open for its values: whether the run whose it is goes on.
   *
   * @throws IOException if it cannot be looked at
   */
  public static boolean isInUse(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
      return shared == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private void readLines() throws IOException {
    LineReader reader = new LineReader(bytes);
    for (byte[] line = reader.next(); line != null; line = reader.next()) {
      String text = new String(line, StandardCharsets.UTF_8);
      int first = text.indexOf(' ');
      int second = text.indexOf(' ', first + 1);
      if (second < 0 || !text.substring(0, first).equals(checksum(text.substring(first + 1)))) {
        break;
      }
      lines.put(text.substring(first + 1, second), new Line(end, line.length));
      end += line.length + 1;
    }
    bytes.setLength(end);
  }

  /** Returns whether the file held values that others had made, which were dropped. */
  boolean isFromOthers() {
    return fromOthers;
  }

  /** Returns the number of values. */
  public int size() {
    return lines.size() - 1;
  }

  /**
   * Returns a value that was kept.
   *
   * @param name without spaces
   */
  <T> Optional<T> find(String name, Class<T> type) {
    return find(name, MAPPER.constructType(type)).map(type::cast);
  }

  /** Returns a value that was kept, of a type that may have arguments. */
  Optional<Object> find(String name, JavaType type) {
    return Optional.ofNullable(lines.get(name)).map(line -> read(name, line, type));
  }

  private Object read(String name, Line line, JavaType type) {
    try {
      byte[] read = new byte[line.length()];
      bytes.seek(line.start());
      bytes.readFully(read);
      String text = new String(read, StandardCharsets.UTF_8);
      return MAPPER.readValue(text.substring(text.indexOf(' ', text.indexOf(' ') + 1)), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s: %s cannot be read as %s: %s".formatted(file, name, type, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps a value, in place of an earlier one of its name.
   *
   * @param name without spaces
   * @return the value
   */
  <T> T keep(String name, T value) {
    try {
      String content = name + " " + MAPPER.writeValueAsString(value);
      byte[] line = (checksum(content) + " " + content + "\n").getBytes(StandardCharsets.UTF_8);
      bytes.seek(end);
      bytes.write(line);
      lines.put(name, new Line(end, line.length - 1));
      end += line.length;
      forceNowAndThen();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that cannot be written: " + value, e);
    } catch (IOException e) {
      throw new UncheckedIOException(cannotWrite(e));
    }
    return value;
  }

  /** Half a line takes room where there is none, and the manifest needs some. */
  private IOException cannotWrite(IOException cause) {
    try {
      bytes.setLength(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new IOException(file + ": " + cause.getMessage(), cause);
  }

  private void forceNowAndThen() throws IOException {
    if (System.nanoTime() - lastForced > NANOS_BETWEEN_FORCES) {
      bytes.getFD().sync();
      lastForced = System.nanoTime();
    }
  }

  private static String checksum(String text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(checksum.getValue());
  }

  @Override
  public void close() throws IOException {
    bytes.getFD().sync();
    lock.release();
    bytes.close();
  }

  /** Another process is at work where this one was to be. */
  public static final class InUseException extends IOException {
    private static final long serialVersionUID = 1L;

    InUseException(Path file) {
      super(
          "%s: another process is at work in this directory; wait for its end, or choose another"
              .formatted(file));
    }
  }
}
