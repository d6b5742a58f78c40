package org.retrograde.experiments.tracking;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * A file of events as TensorBoard reads it: TensorFlow's own messages in records of a length, its
 * checksum, the bytes, and theirs. Every record is on its way to the disk when it is written, so
 * that a page beside the run shows it.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecords format
 *     details</a>
 */
final class EventFile implements Closeable {

  private static final String FIRST = "events.out.tfevents.";
  private static final String LAST = ".retrograde";
  private static final int MASK = 0xa282ead8;

  private final OutputStream bytes;

  /**
   * Makes a file in a folder, which is made too.
   *
   * @throws IOException if it cannot be written
   */
  EventFile(Path folder) throws IOException {
    Files.createDirectories(folder);
    long now = System.currentTimeMillis();
    String name = FIRST + now / 1000 + "." + host() + "." + ProcessHandle.current().pid() + LAST;
    bytes = Files.newOutputStream(folder.resolve(name));
    write(Event.newBuilder().setFileVersion("brain.Event:2"));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Deletes the files of earlier processes of this program in a folder and those below it. */
  static void deleteEarlier(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path earlier : files.filter(EventFile::isOurs).toList()) {
        Files.delete(earlier);
      }
    }
  }

  private static boolean isOurs(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(FIRST) && name.endsWith(LAST);
  }

  void write(long step, Summary.Value value) throws IOException {
    write(Event.newBuilder().setStep(step).setSummary(Summary.newBuilder().addValue(value)));
  }

  private void write(Event.Builder event) throws IOException {
    bytes.write(record(event.setWallTime(System.currentTimeMillis() / 1e3).build().toByteArray()));
  }

  /** Returns some bytes as a record. */
  static byte[] record(byte[] data) {
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    return ByteBuffer.allocate(16 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(maskedChecksum(length))
        .put(data)
        .putInt(maskedChecksum(data))
        .array();
  }

  /** Returns a checksum turned and moved, as checksums of bytes that hold checksums are weak. */
  private static int maskedChecksum(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
