package org.retrograde.reports.record;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words by which people find runs again. No figure depends on them.
 *
 * @param all each once, in the order in which they were given
 */
public record Tags(List<String> all) {

  private static final Tags NONE = new Tags(List.of());

  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:=/-]{0,59}");

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if one of them is no tag
   */
  public Tags {
    all = List.copyOf(new LinkedHashSet<>(all));
    for (String tag : all) {
      if (!TAG.matcher(tag).matches()) {
        throw new IllegalArgumentException(
            "a tag is a word of at most 60 letters, digits and . _ : = / -, the first a letter or a"
                + " digit, got '%s'".formatted(tag));
      }
    }
  }

  /** No tags. */
  public static Tags none() {
    return NONE;
  }

  /** Returns these and others. */
  public Tags with(Collection<String> more) {
    Set<String> tags = new LinkedHashSet<>(all);
    tags.addAll(more);
    return new Tags(List.copyOf(tags));
  }

  /** Returns these but for some. */
  public Tags without(Collection<String> some) {
    return new Tags(all.stream().filter(tag -> !some.contains(tag)).toList());
  }

  /** Returns one a line. */
  String text() {
    return String.join("\n", all) + "\n";
  }

  /** Reads what {@link #text} wrote, or somebody by hand. */
  static Tags of(String text) {
    return new Tags(text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }
}
