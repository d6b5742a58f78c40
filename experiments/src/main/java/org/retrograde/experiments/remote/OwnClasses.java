package org.retrograde.experiments.remote;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.Sha256;

/** What users add to the class path: problems, optimizers, schedules of their own. */
final class OwnClasses {

  /** As the launcher reads it. */
  private static final String VARIABLE = "RETROGRADE_CLASS_PATH";

  private OwnClasses() {}

  /** Returns a hash of all their files; empty if there are none. */
  static Optional<String> hash() {
    return hash(System.getenv(VARIABLE));
  }

  static Optional<String> hash(@Nullable String classPath) {
    if (classPath == null || classPath.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder all = new StringBuilder();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path place = Path.of(entry);
      for (Path file : files(place)) {
        all.append(place.relativize(file)).append(' ').append(hash(file)).append('\n');
      }
    }
    return Optional.of(Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Path> files(Path place) {
    if (!Files.isDirectory(place)) {
      return Files.exists(place) ? List.of(place) : List.of();
    }
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + place, e);
    }
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
