package org.retrograde.experiments.remote;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retrograde.experiments.config.text.KeyPath;
import org.retrograde.models.data.Sha256;
import org.retrograde.reversible.storage.FileReasons;

/** Where the files of a trial lie on this machine. */
final class FoundFiles {

  private FoundFiles() {}

  /**
   * Returns the paths of files that came with a trial and are not where its config has them.
   *
   * @throws TrialTextException if one is in neither place
   */
  static Map<String, String> of(TrialSpec spec, SentFiles sent) {
    Map<String, String> paths = new LinkedHashMap<>();
    spec.files()
        .forEach(
            (key, hash) -> {
              Path usual = Path.of(spec.config().at(KeyPath.pointer(key)).asText());
              if (!has(usual, hash)) {
                Path came =
                    sent.find(hash)
                        .filter(file -> has(file, hash))
                        .orElseThrow(
                            () ->
                                new TrialTextException(
                                    "%s has neither %s with the bytes that the run was begun with, nor"
                                            .formatted(ThisProcess.hostName(), usual)
                                        + " a copy that came with the trial"));
                paths.put(key, named(came, usual).toString());
              }
            });
    return paths;
  }

  /** Gives a copy its name, by which the hashes of data go, in a folder beside it. */
  private static Path named(Path copy, Path usual) {
    Path named = copy.resolveSibling(copy.getFileName() + "-named").resolve(usual.getFileName());
    try {
      Files.createDirectories(named.getParent());
      LinkedFile.make(named, copy);
    } catch (FileAlreadyExistsException e) {
      return named; // of an earlier trial
    } catch (IOException e) {
      throw new TrialTextException("cannot make %s: %s".formatted(named, FileReasons.of(e)));
    }
    return named;
  }

  private static boolean has(Path file, String hash) {
    try {
      return Files.isRegularFile(file) && Sha256.of(file).equals(hash);
    } catch (IOException e) {
      throw new TrialTextException("cannot read %s: %s".formatted(file, FileReasons.of(e)));
    }
  }
}
