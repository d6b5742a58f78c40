package org.retrograde.experiments.config;

import java.util.List;
import java.util.Optional;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * A family of schedules: those that differ from one in some numbers.
 *
 * @param shape the one that is begun with
 * @param numbers which of its numbers are free, beside its peak
 */
public record FamilyConfig(Schedule shape, List<String> numbers) {

  /** Copies the list. */
  public FamilyConfig {
    numbers = List.copyOf(numbers);
  }

  /** Returns why its numbers cannot be free; empty if they can, or if there are none. */
  public Optional<String> refusal() {
    return numbers.isEmpty() ? Optional.empty() : ShapeNumbers.refusal(shape, numbers);
  }
}
