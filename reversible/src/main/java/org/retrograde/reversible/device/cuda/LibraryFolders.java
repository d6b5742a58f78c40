package org.retrograde.reversible.device.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the libraries of CUDA may lie: what the user says first, then the homes of toolkits and of
 * environments, then the customary places.
 */
final class LibraryFolders {

  /** Folders to look in first, joined as on a path. */
  static final String PROPERTY = "retrograde.cuda.path";

  /** The same as a variable of the environment. */
  static final String VARIABLE = "RETROGRADE_CUDA_PATH";

  private static final List<String> HOMES = List.of("CUDA_HOME", "CUDA_PATH", "CONDA_PREFIX");
  private static final List<String> PARTS = List.of("lib64", "lib", "bin");
  private static final List<String> CUSTOMARY =
      List.of("/usr/local/cuda/lib64", "/usr/local/nvidia/lib64", "/opt/cuda/lib64");

  private LibraryFolders() {}

  /** Returns the folders, in order, whether they exist or not. */
  static List<Path> all() {
    return all(System.getProperty(PROPERTY), System::getenv);
  }

  static List<Path> all(@Nullable String property, UnaryOperator<@Nullable String> environment) {
    Set<String> folders = new LinkedHashSet<>();
    addAll(folders, property);
    addAll(folders, environment.apply(VARIABLE));
    for (String variable : HOMES) {
      String home = environment.apply(variable);
      if (home != null && !home.isBlank()) {
        PARTS.forEach(part -> folders.add(home + "/" + part));
      }
    }
    String virtual = environment.apply("VIRTUAL_ENV");
    if (virtual != null && !virtual.isBlank()) {
      folders.addAll(wheels(Path.of(virtual, "lib")));
    }
    folders.addAll(CUSTOMARY);
    return folders.stream().map(Path::of).toList();
  }

  private static void addAll(Set<String> folders, @Nullable String path) {
    if (path != null) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        if (!folder.isBlank()) {
          folders.add(folder);
        }
      }
    }
  }

  /** Returns lib/python3.N/site-packages/nvidia/P/lib for every Python N and package P. */
  private static List<String> wheels(Path lib) {
    List<String> found = new ArrayList<>();
    for (Path python : children(lib, "python3*")) {
      for (Path wheel : children(python.resolve("site-packages/nvidia"), "*")) {
        found.add(wheel.resolve("lib").toString());
      }
    }
    return found;
  }

  /** Returns what a folder holds, in the order of the names; nothing if it cannot be read. */
  static List<Path> children(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
        entries.forEach(found::add);
      } catch (IOException e) {
        return List.of();
      }
    }
    found.sort(null);
    return found;
  }
}
