package org.retrograde.hypergrad.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Several schedules one after another, each run through in a part of the steps.
 *
 * @param parts at least two, by rising ends
 */
public record Sequence(List<Part> parts) implements Schedule {

  /**
   * A part of a run.
   *
   * @param schedule its own
   * @param until fraction of the run's steps at which it ends, rounded to a step; 1 for the last
   */
  public record Part(Schedule schedule, double until) {}

  /** Copies the list and checks the ends. */
  public Sequence {
    parts = List.copyOf(parts);
    if (parts.size() < 2) {
      throw new IllegalArgumentException(
          "a sequence needs at least 2 schedules, got " + parts.size());
    }
    double begin = 0;
    for (int i = 0; i < parts.size(); i++) {
      double until = parts.get(i).until();
      boolean last = i == parts.size() - 1;
      if (last ? until != 1 : !(until > begin && until < 1)) {
        throw new IllegalArgumentException(
            "'until' must rise from above 0 to below 1, and the last schedule has none; got "
                + parts.stream().map(Part::until).toList());
      }
      begin = until;
    }
  }

  @Override
  public String word() {
    return "then";
  }

  @Override
  public String meaning() {
    return "several schedules, one after another";
  }

  @Override
  public double factor(int step, int steps) {
    int begin = 0;
    for (Part part : parts) {
      int end = (int) Math.round(part.until() * steps);
      if (step < end) {
        return part.schedule().factor(step - begin, end - begin);
      }
      begin = end;
    }
    throw new IllegalArgumentException("step must be in [0, %d), got %d".formatted(steps, step));
  }

  @Override
  public Schedule then(double until, Schedule next) {
    List<Part> longer = new ArrayList<>(parts.subList(0, parts.size() - 1));
    longer.add(new Part(parts.get(parts.size() - 1).schedule(), until));
    longer.add(new Part(next, 1));
    return new Sequence(longer);
  }
}
