package org.retrograde.experiments.remote;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A file under a second name. */
@API(status = Status.EXPERIMENTAL)
public final class LinkedFile {

  private LinkedFile() {}

  /**
   * Gives a file another name: by a link, or a copy where its file system has none.
   *
   * @throws FileAlreadyExistsException if there is a file of that name
   * @throws IOException if it cannot be made
   */
  public static void make(Path name, Path file) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, name);
    }
  }
}
