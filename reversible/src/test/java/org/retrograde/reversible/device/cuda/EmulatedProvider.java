package org.retrograde.reversible.device.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;

/**
 * Opens device {@code cuda} on a card that this computer's C++ compiler emulates: the real kernels
 * behind a driver, an NVRTC and a cuBLAS of our own, see emulated_cuda.cpp. What is compiled once
 * stays in a folder for temporary files.
 */
public final class EmulatedProvider implements DeviceProvider {

  /** The name of the device. */
  public static final String NAME = "cuda-emulated";

  /** Called by the service loader. */
  public EmulatedProvider() {}

  @Override
  public String word() {
    return NAME;
  }

  @Override
  public String meaning() {
    return "the same without a card, by a C++ compiler";
  }

  @Override
  public Set<Products> products() {
    return Set.of(Products.FLOAT32, Products.TF32);
  }

  @Override
  public Optional<String> whyNot() {
    return Compiler.IS_HERE
        ? Optional.empty()
        : Optional.of("device cuda-emulated needs a C++ compiler, g++");
  }

  @Override
  public Map<String, String> hardware() {
    return CudaProvider.hardware(Built.LIBRARIES);
  }

  @Override
  public Device open(DeviceSettings settings) {
    return open(settings, CudaProvider.launching());
  }

  /** Opens a device that launches in a certain way. */
  static CudaDevice open(Precision precision, Launching launching) {
    return open(new DeviceSettings(precision, 1), launching);
  }

  private static CudaDevice open(DeviceSettings settings, Launching launching) {
    new EmulatedProvider()
        .whyNot()
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    return new CudaDevice(NAME, settings, Built.LIBRARIES, launching);
  }

  private static final class Compiler {

    static final boolean IS_HERE = run("g++", "--version") == 0;
  }

  private static int run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return process.waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static final class Built {

    static final CudaLibraries LIBRARIES = CudaLibraries.ofFile(library());

    private static Path library() {
      try {
        String header = source("emulation.h");
        String driver = source("emulated_cuda.cpp");
        String digest = KernelLibrary.digest(header + driver).substring(0, 16);
        Path folder =
            Path.of(System.getProperty("java.io.tmpdir"), "retrograde-emulated-cuda-" + digest);
        if (System.getProperty(KernelCache.PROPERTY) == null) {
          System.setProperty(KernelCache.PROPERTY, folder.toString());
        }
        Path library = folder.resolve("libemulated_cuda.so");
        if (!Files.exists(library)) {
          Files.createDirectories(folder);
          build(folder, header, driver, library);
        }
        return library;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void build(Path folder, String header, String driver, Path library)
        throws IOException {
      Path headerFile = write(folder.resolve("emulation.h"), header);
      Path part = Files.createTempFile(folder, "driver", ".so");
      List<String> command = new ArrayList<>();
      command.addAll(List.of("g++", "-std=c++17", "-O2", "-shared", "-fPIC"));
      command.add("-DEMULATION_H=\"" + headerFile + "\"");
      Path toolkit = Path.of("/usr/local/cuda/include"); // where there is one, names are checked
      if (Files.isDirectory(toolkit)) {
        command.add("-I" + toolkit);
      }
      Path driverFile = write(folder.resolve("emulated_cuda.cpp"), driver);
      command.addAll(List.of("-o", part.toString(), driverFile.toString(), "-ldl"));
      if (run(command.toArray(String[]::new)) != 0) {
        throw new IllegalStateException("the emulated driver does not compile: " + command);
      }
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path write(Path file, String text) throws IOException {
      Path part = Files.createTempFile(file.getParent(), "source", null);
      Files.writeString(part, text);
      return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String source(String name) throws IOException {
      try (InputStream in = EmulatedProvider.class.getResourceAsStream("/emulation/" + name)) {
        byte[] all = Objects.requireNonNull(in, name).readAllBytes();
        return new String(all, StandardCharsets.UTF_8);
      }
    }
  }
}
