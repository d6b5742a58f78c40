package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ScheduleFamily;
import org.retrograde.hypergrad.hyperparameter.ShapedSchedule;

/** Says what numbers a schedule has whose shape was tuned. */
final class ShapeNote {

  private ShapeNote() {}

  /**
   * Returns a note for each such schedule.
   *
   * @param raw tuned numbers of the space
   */
  static List<String> of(HyperparameterSpace space, double[] raw) {
    List<String> notes = new ArrayList<>();
    int offset = 0;
    for (Hyperparameter hyperparameter : space.hyperparameters()) {
      int end = offset + hyperparameter.size();
      if (hyperparameter instanceof ShapedSchedule schedule) {
        ScheduleFamily family = schedule.family();
        double[] own = Arrays.copyOfRange(raw, end - family.numbers().size(), end);
        notes.add(
            "The shape of the %s was tuned: %s.".formatted(schedule.name(), words(family, own)));
      }
      offset = end;
    }
    return notes;
  }

  private static String words(ScheduleFamily family, double[] raw) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < raw.length; i++) {
      ScheduleFamily.FreeNumber number = family.numbers().get(i);
      words.add(
          String.format(
              Locale.ROOT,
              "%s %.4g, from %.4g",
              number.name(),
              family.values(raw).get(i),
              number.start()));
    }
    return String.join("; ", words);
  }
}
