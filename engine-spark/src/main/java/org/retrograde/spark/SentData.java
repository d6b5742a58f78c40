package org.retrograde.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.retrograde.experiments.remote.LinkedFile;
import org.retrograde.experiments.remote.NamedFiles;
import org.retrograde.experiments.remote.TrialSpec;
import org.retrograde.models.data.Sha256;

/**
 * The data of trials, which executors fetch by the SHA-256 of their bytes where they do not see
 * them where this process does. Folders of images are not sent: they must be where all see them.
 */
final class SentData implements AutoCloseable {

  private final JavaSparkContext spark;
  private final Path links;
  private final Map<Path, String> sent = new HashMap<>();

  /** Of the configs that were looked at. */
  private final Map<JsonNode, Map<String, String>> hashes = new HashMap<>();

  SentData(JavaSparkContext spark) {
    this.spark = spark;
    try {
      this.links = Files.createTempDirectory("retrograde-spark");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for data that is sent", e);
    }
  }

  /**
   * Sends the files of a trial that were not, and returns their hashes by the keys of the config.
   */
  Map<String, String> of(TrialSpec trial) {
    return hashes.computeIfAbsent(trial.config(), config -> hashes(trial));
  }

  private Map<String, String> hashes(TrialSpec trial) {
    Map<String, String> found = new LinkedHashMap<>();
    NamedFiles.of(trial)
        .forEach((key, file) -> found.put(key, sent.computeIfAbsent(file, this::send)));
    return found;
  }

  private String send(Path file) {
    try {
      String hash = Sha256.of(file);
      Path named = links.resolve(hash);
      if (!Files.exists(named)) {
        LinkedFile.make(named, file); // Spark sends a file under its own name
        spark.addFile(named.toString());
      }
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      FileUtils.deleteDirectory(links.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + links, e);
    }
  }
}
