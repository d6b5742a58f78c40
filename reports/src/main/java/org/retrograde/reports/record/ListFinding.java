package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * A finding that is a list, in JSON an array: best a record with this one component.
 *
 * @param <E> what it lists
 */
public interface ListFinding<E> extends Finding {

  /** What was found; unmodifiable. */
  @JsonValue
  List<E> all();

  @Override
  default boolean empty() {
    return all().isEmpty();
  }
}
