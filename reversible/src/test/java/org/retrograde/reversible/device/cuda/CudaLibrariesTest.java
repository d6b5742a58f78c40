package org.retrograde.reversible.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the libraries of CUDA are looked for, and in which order. */
final class CudaLibrariesTest {

  private static final List<String> NAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12");

  private static Path folder(Path temporary, String name, String... files) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    for (String file : files) {
      Files.createFile(folder.resolve(file));
    }
    return folder;
  }

  @Test
  void aFolderThatComesFirstDecidesEvenWhereALaterOneIsNewer(@TempDir Path temporary)
      throws IOException {
    Path mine = folder(temporary, "mine", "libnvrtc.so.12", "readme.txt");
    Path both = folder(temporary, "both", "libnvrtc.so.12", "libnvrtc.so.13");
    assertThat(CudaLibraries.candidates(NAMES, List.of(temporary.resolve("missing"), mine, both)))
        .containsExactly(
            mine + "/libnvrtc.so.12",
            both + "/libnvrtc.so.13",
            both + "/libnvrtc.so.12",
            "libnvrtc.so.13",
            "libnvrtc.so.12");
  }

  @Test
  void whatTheUserNamesComesBeforeToolkitsEnvironmentsAndCustom(@TempDir Path temporary)
      throws IOException {
    Path wheel = folder(temporary, "venv/lib/python3.11/site-packages/nvidia/cublas/lib");
    Map<String, String> environment =
        Map.of(
            LibraryFolders.VARIABLE,
            "/a:/b:",
            "CUDA_HOME",
            "/toolkit",
            "CONDA_PREFIX",
            " ",
            "VIRTUAL_ENV",
            temporary.resolve("venv").toString());
    assertThat(LibraryFolders.all("/first", environment::get))
        .startsWith(
            Path.of("/first"),
            Path.of("/a"),
            Path.of("/b"),
            Path.of("/toolkit/lib64"),
            Path.of("/toolkit/lib"),
            Path.of("/toolkit/bin"),
            wheel,
            Path.of("/usr/local/cuda/lib64"));
  }
}
