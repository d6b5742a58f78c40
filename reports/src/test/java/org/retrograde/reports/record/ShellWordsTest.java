package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is copied from a report is what was typed. */
final class ShellWordsTest {

  @Test
  void plainWordsStayAndOthersAreQuoted() {
    assertThat(ShellWords.join(List.of("./retrograde", "run", "smoke", "--set=training.steps=5")))
        .isEqualTo("./retrograde run smoke --set=training.steps=5");
    assertThat(ShellWords.join(List.of("--set", "transfer.widths=[4, 8]", "it's", "", "$HOME")))
        .isEqualTo("--set 'transfer.widths=[4, 8]' 'it'\\''s' '' '$HOME'");
  }

  @Test
  void aShellGivesTheWordsBack() throws IOException, InterruptedException {
    assumeTrue(new File("/bin/sh").canExecute());
    List<String> words =
        List.of("a b", "it's", "", "*", "$(id)", "`id`", "{a: [1, 2]}", "~", "\\", "\"");
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "printf '%s\\n' " + ShellWords.join(words)).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor();
    assertThat(output).isEqualTo(String.join("\n", words) + "\n");
  }
}
