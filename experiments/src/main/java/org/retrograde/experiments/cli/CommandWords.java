package org.retrograde.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What was typed, for the record of what a command writes. */
final class CommandWords {

  private CommandWords() {}

  /** Returns the program's name and every word of its command line, as given. */
  static List<String> of(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("a command runs from a command line");
    }
    List<String> words = new ArrayList<>(List.of("./retrograde"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }
}
