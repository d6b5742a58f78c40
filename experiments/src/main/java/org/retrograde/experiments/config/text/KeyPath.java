package org.retrograde.experiments.config.text;

/** Paths of keys and indices joined by dots; the empty path is the whole. */
public final class KeyPath {

  private KeyPath() {}

  /** Returns the path of a child. */
  public static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * Returns the path of what stands at {@code within} in a section; empty is the section itself.
   */
  public static String below(String section, String within) {
    return within.isEmpty() ? section : join(section, within);
  }

  /** Returns whether a path is a section or below it. */
  public static boolean isWithin(String path, String section) {
    return path.equals(section) || path.startsWith(section + ".");
  }

  /** Returns the path of the section that a key stands in. */
  public static String parent(String path) {
    return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
  }

  /** Returns the JSON pointer of a path. */
  public static String pointer(String path) {
    return path.isEmpty() ? "" : "/" + path.replace('.', '/');
  }

  /** Returns the last key of a path. */
  public static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
