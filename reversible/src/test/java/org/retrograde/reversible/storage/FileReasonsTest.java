package org.retrograde.reversible.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** A reason says why and leaves out which file, which the message names already. */
final class FileReasonsTest {

  @Test
  void areInWordsAndWithoutTheFile() {
    assertThat(FileReasons.of(new AccessDeniedException("/a/b"))).isEqualTo("permission denied");
    assertThat(FileReasons.of(new NoSuchFileException("/a/b")))
        .isEqualTo("no such file or directory");
    assertThat(FileReasons.of(new NotDirectoryException("/a/b"))).contains("no directory");
    assertThat(FileReasons.of(new FileSystemException("/a/b", null, "Is a directory")))
        .isEqualTo("Is a directory");
    assertThat(
            FileReasons.of(new FileSystemException("/a/b", null, "/a/.b.tmp (Permission denied)")))
        .isEqualTo("Permission denied");
    assertThat(FileReasons.of(new FileNotFoundException("/a/b (Permission denied)")))
        .isEqualTo("Permission denied");
    assertThat(FileReasons.of(new FileSystemException("/a/b"))).isEqualTo("input or output error");
    assertThat(FileReasons.of(new IOException("Is a directory"))).isEqualTo("Is a directory");
  }
}
