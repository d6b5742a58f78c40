package org.retrograde.reversible.device.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jnr.ffi.LibraryLoader;

/**
 * The three libraries that device {@code cuda} calls: the driver's, NVRTC and cuBLAS, of CUDA 12 or
 * 13. The first comes with every driver, the others with a toolkit, with PyTorch's or JAX's wheels,
 * or from Maven Central; docs/gpu.md says how.
 *
 * @param driver libcuda
 * @param nvrtc libnvrtc
 * @param cublas libcublas
 * @param found which files they are
 */
record CudaLibraries(CudaDriver driver, Nvrtc nvrtc, Cublas cublas, List<String> found) {

  private static final List<String> DRIVER = List.of("libcuda.so.1", "nvcuda.dll");
  private static final List<String> NVRTC =
      List.of("libnvrtc.so.13", "libnvrtc.so.12", "nvrtc64_130_0.dll", "nvrtc64_120_0.dll");
  private static final List<String> CUBLAS =
      List.of("libcublas.so.13", "libcublas.so.12", "cublas64_13.dll", "cublas64_12.dll");

  /** Copies the list. */
  CudaLibraries {
    found = List.copyOf(found);
  }

  /**
   * Loads the libraries.
   *
   * @throws IllegalArgumentException if one is not there, or there is no card; says which library,
   *     and where it was looked for
   */
  static CudaLibraries load() {
    return load(LibraryFolders.all());
  }

  static CudaLibraries load(List<Path> folders) {
    List<String> found = new ArrayList<>();
    CudaDriver driver = load(CudaDriver.class, DRIVER, folders, found);
    requireCard(driver);
    Nvrtc nvrtc = load(Nvrtc.class, served(NVRTC, driver), folders, found);
    Cublas cublas = load(Cublas.class, served(CUBLAS, driver), folders, found);
    return new CudaLibraries(driver, nvrtc, cublas, found);
  }

  /** Loads all three from one file. */
  static CudaLibraries ofFile(Path all) {
    String file = all.toString();
    return new CudaLibraries(
        open(CudaDriver.class, file),
        open(Nvrtc.class, file),
        open(Cublas.class, file),
        List.of(file));
  }

  /** Returns the names of libraries that the driver is new enough for. */
  private static List<String> served(List<String> names, CudaDriver driver) {
    int[] version = new int[1];
    driver.cuDriverGetVersion(version);
    boolean isOld = version[0] < 13_000;
    return names.stream().filter(name -> !isOld || !name.contains("13")).toList();
  }

  private static void requireCard(CudaDriver driver) {
    int result = driver.cuInit(0);
    int[] count = new int[1];
    if (result == 0) {
      result = driver.cuDeviceGetCount(count);
    }
    if (count[0] == 0) {
      throw new IllegalArgumentException(
          "device cuda: the NVIDIA driver is there but finds no card (error %d%s)"
              .formatted(result, result == 0 ? "; is CUDA_VISIBLE_DEVICES set?" : ""));
    }
  }

  private static <T> T load(
      Class<T> functions, List<String> names, List<Path> folders, List<String> found) {
    List<String> tried = new ArrayList<>();
    for (String candidate : candidates(names, folders)) {
      try {
        T loaded = open(functions, candidate);
        found.add(candidate);
        return loaded;
      } catch (UnsatisfiedLinkError e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        tried.add("%s (%s)".formatted(candidate, said));
      }
    }
    throw new IllegalArgumentException(
        ("device cuda: none of %s can be loaded. Tried: %s; not in %s. -D%s or %s names further"
                + " folders to look in; device host needs none of it.")
            .formatted(
                String.join(", ", names),
                String.join("; ", tried),
                folders.isEmpty()
                    ? "any folder"
                    : folders.stream().map(Path::toString).collect(Collectors.joining(", ")),
                LibraryFolders.PROPERTY,
                LibraryFolders.VARIABLE));
  }

  /**
   * Returns what to try, in order: the files of these names, folder by folder, so that a folder
   * named by the user decides; then the names alone, for wherever the system finds them.
   */
  static List<String> candidates(List<String> names, List<Path> folders) {
    List<String> candidates = new ArrayList<>();
    for (Path folder : folders) {
      names.stream()
          .map(folder::resolve)
          .filter(Files::isRegularFile)
          .forEach(file -> candidates.add(file.toString()));
    }
    candidates.addAll(names);
    return candidates;
  }

  /** Loads one library; all its functions must be there. */
  static <T> T open(Class<T> functions, String file) {
    Path path = Path.of(file);
    if (path.getParent() != null) { // else wherever the system finds it
      loadCompanions(path.toAbsolutePath());
    }
    return LibraryLoader.create(functions).failImmediately().load(file);
  }

  /**
   * Loads what lies beside a library and is looked for by its bare name, which finds it in the
   * process then: NVRTC opens its built-ins so, cuBLAS its other half, and neither looks beside
   * itself.
   */
  private static void loadCompanions(Path library) {
    Path folder = library.getParent();
    String name = String.valueOf(library.getFileName());
    if (folder == null) {
      return;
    }
    if (name.startsWith("libnvrtc.")) {
      LibraryFolders.children(folder, "libnvrtc-builtins.so.*")
          .forEach(CudaLibraries::loadGlobally);
    } else if (name.startsWith("libcublas.")) {
      LibraryFolders.children(folder, "libcublasLt.so.*").forEach(CudaLibraries::loadGlobally);
    }
  }

  private static void loadGlobally(Path library) {
    System.load(library.toString());
  }
}
