package org.retrograde.experiments.export;

import java.util.Map;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * One parameter group of an exported recipe: plain numbers and powers of the width.
 *
 * @param name of the group
 * @param deviation standard deviation of its start; 0 starts at 0
 * @param l2 factor of its sum of squares in the loss
 * @param clip weight of its gradient in the global norm
 * @param schedules of each coefficient that the optimizer reads
 */
record ExportedGroup(
    String name,
    PowerLaw deviation,
    PowerLaw l2,
    PowerLaw clip,
    Map<Coefficient, ExportedNumber> schedules) {

  ExportedNumber schedule(Coefficient coefficient) {
    ExportedNumber number = schedules.get(coefficient);
    if (number == null) {
      throw new IllegalArgumentException(name + " has no " + coefficient.label());
    }
    return number;
  }
}
