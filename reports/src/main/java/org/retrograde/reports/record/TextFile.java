package org.retrograde.reports.record;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads text. An interrupt of the thread does not cut a read off, as it would that of a channel: a
 * run that is interrupted reads its directory for its report.
 */
final class TextFile {

  private TextFile() {}

  /**
   * Reads a whole file.
   *
   * @throws RunRecordException if it is not UTF-8
   * @throws IOException if it cannot be read
   */
  static String read(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new RunRecordException(
          file, "is not UTF-8 text (" + e.getMessage() + "); restore it from a copy");
    } catch (FileNotFoundException e) {
      NoSuchFileException missing = new NoSuchFileException(file.toString(), null, e.getMessage());
      missing.initCause(e);
      throw missing;
    }
  }
}
