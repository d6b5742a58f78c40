package org.retrograde.reports.record;

/**
 * Says under which key of {@code results.json} a type of finding stands.
 *
 * <p>A program of yours brings a kind as a public class with a constructor without arguments, named
 * in {@code META-INF/services/org.retrograde.reports.record.FindingKind} on its class path.
 *
 * @param <T> the type of finding
 */
public interface FindingKind<T extends Finding> {

  /** The key: begins with a lower-case letter, goes on with letters, digits and dashes. */
  String key();

  /** The type, one that Jackson reads; missing and unknown fields in a file are errors. */
  Class<T> type();
}
