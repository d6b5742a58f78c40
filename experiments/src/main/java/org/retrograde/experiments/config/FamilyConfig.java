package org.retrograde.experiments.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.models.data.DataException;

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

  /** Returns why it cannot be a family of learning rates with these numbers; empty if it can. */
  public Optional<String> refusal() {
    if (ShapeNumbers.movesMomentum(shape)) {
      return Optional.of("a family moves the learning rate alone; remove low-momentum");
    }
    return numbers.isEmpty() ? Optional.empty() : ShapeNumbers.refusal(shape, numbers);
  }

  /**
   * Returns which of its numbers moves no learning rate of a run; empty if all do.
   *
   * @param steps T
   */
  private Optional<String> withoutEffect(int steps) {
    return numbers.isEmpty() ? Optional.empty() : ShapeNumbers.withoutEffect(shape, numbers, steps);
  }

  /**
   * Requires every number of some families to move a learning rate of a run.
   *
   * @param path of the families in the config
   * @param families by name
   * @param steps T
   * @throws DataException that names the family and the number that moves none
   */
  public static void requireEffects(String path, Map<String, FamilyConfig> families, int steps) {
    families.forEach(
        (name, family) ->
            family
                .withoutEffect(steps)
                .ifPresent(
                    what -> {
                      throw new DataException("%s.%s.numbers: %s".formatted(path, name, what));
                    }));
  }
}
