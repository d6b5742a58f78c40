package org.retrograde.experiments.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** The file that workers run: this program brings it along, and lays it where Python finds it. */
final class WorkerScript {

  private static final String NAME = "retrograde_worker.py";

  private WorkerScript() {}

  /** Returns the file; the same one as long as this process lives. */
  static Path path() {
    return Holder.PATH;
  }

  /** Written once, when the first worker is started. */
  private static final class Holder {

    static final Path PATH = write();

    private static Path write() {
      try (InputStream script =
          Objects.requireNonNull(WorkerScript.class.getResourceAsStream(NAME))) {
        Path folder = Files.createTempDirectory("retrograde-worker");
        Path file = folder.resolve(NAME);
        Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
        folder.toFile().deleteOnExit(); // last registered, first deleted
        file.toFile().deleteOnExit();
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException("the file of Python workers cannot be written", e);
      }
    }
  }
}
