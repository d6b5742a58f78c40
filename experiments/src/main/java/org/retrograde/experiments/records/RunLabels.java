package org.retrograde.experiments.records;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What runs are called beside each other: a letter and the name of the directory. */
final class RunLabels {

  private static final int LETTERS = 26;

  private RunLabels() {}

  /** Returns a label for each directory, none of which is another's. */
  static List<String> of(List<Path> roots) {
    return IntStream.range(0, roots.size())
        .mapToObj(i -> letters(i) + " " + name(roots.get(i)))
        .toList();
  }

  /** A, B, ..., Z, A1, B1, ... */
  private static String letters(int i) {
    String letter = String.valueOf((char) ('A' + i % LETTERS));
    return i < LETTERS ? letter : letter + i / LETTERS;
  }

  private static String name(Path root) {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? root.toString() : name.toString();
  }
}
