package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

  private final Path temp;

  AtomicFileTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void aReaderThatHoldsTheOldFileStillSeesTheOldText() throws IOException {
    Path file = temp.resolve("manifest.json");
    AtomicFile.write(file, "old");

    try (Stream<String> oldLines = Files.lines(file)) {
      AtomicFile.write(file, "new");

      assertThat(oldLines).containsExactly("old");
    }
    assertThat(file).hasContent("new");
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    AtomicFile.write(temp.resolve("a.txt"), "αβγ");

    assertThat(temp).isDirectoryContaining("glob:**a.txt");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aWriteThatFailsLeavesTheTargetAndNoDraft() throws IOException {
    Path blocked = Files.createDirectory(temp.resolve("report.html"));
    Path inside = Files.writeString(blocked.resolve("kept"), "kept");

    assertThatThrownBy(() -> AtomicFile.write(blocked, "new")).isInstanceOf(IOException.class);
    assertThat(inside).hasContent("kept");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(blocked);
    }
  }

  /** Ctrl-C interrupts the thread that writes, at any moment. */
  @Test
  void anInterruptDoesNotCutAWriteOff() throws IOException {
    Thread.currentThread().interrupt();
    AtomicFile.write(temp.resolve("results.json"), "whole");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(temp.resolve("results.json")).hasContent("whole");
  }
}
