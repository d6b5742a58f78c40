package org.retrograde.experiments.tracking;

/** Names that every file system and server takes. */
final class FileNames {

  private FileNames() {}

  /** Returns a name with an underscore for every character that somebody might refuse. */
  static String of(String name) {
    return name.replaceAll("[^\\p{Alnum} ._-]|^\\.+", "_");
  }
}
