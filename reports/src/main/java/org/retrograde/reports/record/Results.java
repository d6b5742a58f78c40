package org.retrograde.reports.record;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run found: a map from the key of each kind to its finding. A kind that is not there was
 * not looked for, or nothing of it was found; a report shows what is there.
 *
 * <p>Kinds that a file holds and this program does not know are kept, and written again as they
 * were.
 */
public final class Results {

  /** The schema that this program reads and writes. */
  public static final String SCHEMA = "retrograde-results-1";

  private static final Results EMPTY = new Results(Map.of());

  private final Map<String, Finding> findings;

  /** Takes findings that are not empty, each under the key of its kind. */
  Results(Map<String, Finding> findings) {
    this.findings = Copies.ordered(findings);
  }

  /** Results with nothing in them. */
  public static Results empty() {
    return EMPTY;
  }

  /**
   * A copy with a finding, in the place of an earlier one of its kind. One that is empty leaves
   * none.
   *
   * @throws IllegalArgumentException if no {@link FindingKind} has its type
   */
  public Results with(Finding finding) {
    String key = FindingKinds.all().key(finding.getClass());
    Map<String, Finding> changed = new LinkedHashMap<>(findings);
    if (finding.empty()) {
      changed.remove(key);
    } else {
      changed.put(key, finding);
    }
    return new Results(changed);
  }

  /**
   * A copy without the finding of a kind.
   *
   * @throws IllegalArgumentException if no {@link FindingKind} has this type
   */
  public Results without(Class<? extends Finding> type) {
    Map<String, Finding> changed = new LinkedHashMap<>(findings);
    changed.remove(FindingKinds.all().key(type));
    return new Results(changed);
  }

  /**
   * The finding of a kind, if there is one.
   *
   * @throws IllegalArgumentException if no {@link FindingKind} has this type
   */
  public <T extends Finding> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(findings.get(FindingKinds.all().key(type))).map(type::cast);
  }

  /**
   * What the finding of a kind lists; nothing if there is none.
   *
   * @throws IllegalArgumentException if no {@link FindingKind} has this type
   */
  public <E> List<E> all(Class<? extends ListFinding<E>> type) {
    Optional<? extends ListFinding<E>> found = find(type);
    return found.isPresent() ? found.get().all() : List.of();
  }

  /** All findings of known kinds. */
  public Collection<Finding> known() {
    return findings.values().stream().filter(f -> !(f instanceof UnknownFinding)).toList();
  }

  /** The keys of what this program does not know, but for those that say that nothing was found. */
  public List<String> unknown() {
    return findings.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof UnknownFinding other && !other.saysNothing())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The findings by key, unknown ones among them. */
  Map<String, Finding> byKey() {
    return findings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Results results && findings.equals(results.findings);
  }

  @Override
  public int hashCode() {
    return findings.hashCode();
  }

  @Override
  public String toString() {
    return findings.toString();
  }
}
