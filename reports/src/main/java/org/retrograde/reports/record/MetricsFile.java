package org.retrograde.reports.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One JSON object a line. A line counts once its line break is on the disk: reading ignores a last
 * line without one, and appending drops it first, so that a run that was cut off in the middle of a
 * write can go on.
 */
final class MetricsFile {

  private final Path file;

  MetricsFile(Path file) {
    this.file = file;
  }

  void append(MetaIteration iteration) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long end = endOfLastCompleteLine(bytes);
      bytes.setLength(end);
      bytes.seek(end);
      bytes.write((RecordJson.line(iteration) + "\n").getBytes(StandardCharsets.UTF_8));
      bytes.getFD().sync();
    } catch (FileNotFoundException e) {
      throw e; // names the file
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  List<MetaIteration> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = TextFile.read(file);
    List<MetaIteration> iterations = new ArrayList<>();
    int line = 1;
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String content = text.substring(start, end);
      iterations.add(
          RecordJson.read(new RecordJson.Source(file, line, content), MetaIteration.class));
      start = end + 1;
      line++;
    }
    return iterations;
  }

  private static long endOfLastCompleteLine(RandomAccessFile bytes) throws IOException {
    for (long end = bytes.length(); end > 0; end--) {
      bytes.seek(end - 1);
      if (bytes.read() == '\n') {
        return end;
      }
    }
    return 0;
  }
}
