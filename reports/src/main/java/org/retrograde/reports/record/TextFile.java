package org.retrograde.reports.record;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads text. An interrupt of the thread does not cut a read off, as it would that of a channel: a
 * run that is interrupted reads its directory for its report.
 */
final class TextFile {

  /** No file of a run is longer that this program writes. */
  private static final int LONGEST = 1 << 28;

  private TextFile() {}

  /**
   * Reads a whole file.
   *
   * @throws RunRecordException if it is not UTF-8, or longer than any that this program writes
   * @throws IOException if it cannot be read
   */
  static String read(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      if (Files.size(file) > LONGEST) {
        throw tooLong(file, "it has %d bytes".formatted(Files.size(file)));
      }
      byte[] bytes = in.readNBytes(LONGEST + 1); // a device has no size, and no end
      if (bytes.length > LONGEST) {
        throw tooLong(file, "it does not end");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RunRecordException(
          file, "is not UTF-8 text (" + e.getMessage() + "); restore it from a copy");
    } catch (FileNotFoundException e) {
      NoSuchFileException missing = new NoSuchFileException(file.toString(), null, e.getMessage());
      missing.initCause(e);
      throw missing;
    }
  }

  private static RunRecordException tooLong(Path file, String how) {
    return new RunRecordException(
        file,
        "is too long: %s, at most %d are read; restore it from a copy, or run the experiment again"
            .formatted(how, LONGEST));
  }
}
