package org.retrograde.hypergrad.problem;

import java.util.List;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What is trained, from any seed and with any settings, and judged: a network and its data, a
 * user's own class, tasks that share weights. May be shared between threads.
 *
 * <p>A problem may come in widths. Settings know none: they are made for {@link #width}, where
 * tuning happens, and a {@link Link} leads from them to the settings of a run of any width.
 */
public interface Problem {

  /**
   * Returns all that runs depend on, beside settings, width and seed. Two problems of the same
   * description give the same bits.
   */
  String description();

  /** Returns where runs live. */
  Device device();

  /** Returns the same problem on another device. */
  Problem on(Device other);

  /** Returns the update rule of its runs. */
  Optimizer optimizer();

  /** Returns the width that settings are made for; 1 for a problem without widths. */
  default int width() {
    return 1;
  }

  /** Returns whether there are other widths than {@link #width}. */
  default boolean hasWidths() {
    return false;
  }

  /**
   * Returns the parameter groups, as many and of the same names at every width.
   *
   * @param width {@link #width} or, if there are any, another
   */
  List<ParameterGroup> groups(int width);

  /** Returns what leads from tuned settings to those of a run of some width. */
  default Link link(int width) {
    return Link.NONE;
  }

  /**
   * Makes a run, with an objective of its own.
   *
   * @param effective settings, as {@link #link} makes them. Not modified.
   * @param width {@link #width} or, if there are any, another
   * @param seed of its start and its batches
   */
  TrainingRun run(RunSettings effective, int width, long seed);

  /**
   * Returns the names of the parts of the data, or the tasks, that what is trained is judged on.
   */
  List<String> parts();

  /**
   * Judges what was trained on every row of one part.
   *
   * @param part one of {@link #parts}
   * @param run as {@link #run} made it
   * @param trained its end
   */
  Evaluation judge(String part, TrainingRun run, Trained trained);

  /** Makes a run as {@link #run} does, from settings that know no width. */
  default TrainingRun runTuned(RunSettings tuned, int width, long seed) {
    return run(link(width).effective(tuned), width, seed);
  }

  /** Makes a run of {@link #width} from settings that know no width. */
  default TrainingRun runTuned(RunSettings tuned, long seed) {
    return runTuned(tuned, width(), seed);
  }

  /** Returns the parameter groups at {@link #width}. */
  default List<ParameterGroup> groups() {
    return groups(width());
  }
}
