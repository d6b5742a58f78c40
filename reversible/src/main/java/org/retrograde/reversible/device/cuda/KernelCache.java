package org.retrograde.reversible.device.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Compiled kernels in a folder of the user, each under a digest of all that it was made of. It only
 * saves time: a folder that cannot be read or written is done without.
 */
final class KernelCache {

  /** Names another folder. */
  static final String PROPERTY = "retrograde.cuda.cache";

  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  /** Returns the cache of this user. */
  static KernelCache ofThisUser() {
    String said = System.getProperty(PROPERTY);
    if (said != null) {
      return new KernelCache(Path.of(said));
    }
    String caches = System.getenv("XDG_CACHE_HOME");
    Path home =
        caches == null || caches.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return new KernelCache(home.resolve("retrograde").resolve("kernels"));
  }

  /** Returns what was kept under a key, or null. */
  byte @Nullable [] find(String key) {
    try {
      Path file = folder.resolve(key);
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Keeps an image, whole or not at all. */
  void keep(String key, byte[] image) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "part", null);
      try {
        Files.write(part, image);
        Files.move(
            part,
            folder.resolve(key),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // It will be compiled again.
    }
  }
}
