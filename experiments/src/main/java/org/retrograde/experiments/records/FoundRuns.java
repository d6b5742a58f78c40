package org.retrograde.experiments.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reports.record.RunDirectory;

/** The run directories below some folders. */
public final class FoundRuns {

  /** Folders within folders that are looked into: runs lie side by side, or in groups. */
  private static final int DEEPEST = 4;

  private FoundRuns() {}

  /**
   * Finds what is a run directory, and what is one in folders that are none; hidden folders and
   * links are left out.
   *
   * @param folders each a run directory, or around some
   * @return in the order of their names, folder by folder
   * @throws IOException if a folder that was given cannot be read
   */
  public static List<RunEntry> in(List<Path> folders) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      collect(folder, 0, found);
    }
    return found.stream().distinct().map(RunEntry::of).toList();
  }

  private static void collect(Path folder, int depth, List<Path> found) throws IOException {
    if (RunDirectory.isBegun(folder)) {
      found.add(folder);
    } else if (depth < DEEPEST) {
      for (Path inner : folders(folder)) {
        try {
          collect(inner, depth + 1, found);
        } catch (IOException e) {
          // not ours to read, such as lost+found
        }
      }
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }
}
