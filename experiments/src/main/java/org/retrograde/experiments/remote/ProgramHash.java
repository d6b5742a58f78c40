package org.retrograde.experiments.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;

/**
 * A hash of the program that runs: of every class of the modules that decide bits. Two builds of
 * the same sources by the same compiler have the same.
 */
@API(status = Status.EXPERIMENTAL)
public final class ProgramHash {

  /** One class of each module that decides bits. */
  private static final List<Class<?>> MODULES =
      List.of(Device.class, Trial.class, NetworkSpec.class, ProgramHash.class);

  /** Where a jar that holds other bytes of the same classes says what they were. */
  private static final String KEPT = "/META-INF/retrograde-program.sha256";

  private static final int DIGITS = 16;

  private ProgramHash() {}

  /** Holds the hash once it has been asked for. */
  private static final class Once {
    private static final String HASH = hash();
  }

  /** Returns the first digits of a SHA-256. */
  public static String get() {
    return Once.HASH;
  }

  /** Prints the hash, for a build that packs the classes anew. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, get());
  }

  private static String hash() {
    try (InputStream kept = ProgramHash.class.getResourceAsStream(KEPT)) {
      if (kept != null) {
        return new String(kept.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
      TreeMap<String, byte[]> classes = new TreeMap<>();
      for (Class<?> module : MODULES) {
        addClasses(module, classes);
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      classes.forEach(
          (name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the classes of this program: " + e, e);
    } catch (NoSuchAlgorithmException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addClasses(Class<?> module, Map<String, byte[]> classes)
      throws IOException, URISyntaxException {
    Path place = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      addClasses(place, place, classes);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      Path root = jar.getPath("/");
      addClasses(root, root, classes);
    }
  }

  private static void addClasses(Path root, Path from, Map<String, byte[]> classes)
      throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }
}
