package org.retrograde.hypergrad.plan;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.StatUtils;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;

/**
 * What the parts of a hypergradient cost on this machine, from short runs of the same problem.
 *
 * @param step seconds of one step forward
 * @param finish seconds of the final loss and its gradient
 * @param undo seconds of one step back by undoing it
 * @param restore seconds of one step back from a state that was kept
 * @param keep seconds of keeping one state
 * @param held seconds of one step there and back whose linearization is held, and whose state is
 *     kept where it cannot be undone; 0 if none can be held
 * @param fixedBytes memory that does not grow with the number of steps
 */
record Calibration(
    double step,
    double finish,
    double undo,
    double restore,
    double keep,
    double held,
    long fixedBytes) {

  private static final double WARM_SECONDS = 2;
  private static final double RUN_SECONDS = 0.3;
  private static final int LEAST_STEPS = 8;
  private static final int REPEATS = 5;

  static Calibration of(Supplier<TrainingRun> runs) {
    TrainingRun whole = runs.get();
    int most = whole.settings().coefficients().steps();
    boolean undoes = Strategy.REPLAY.appliesTo(whole.optimizer());
    Strategy first = undoes ? Strategy.REPLAY : Strategy.STORED;
    int few = Math.min(most, LEAST_STEPS);
    double seconds = warm(runs, first, few);
    int steps = (int) Math.max(few, Math.min(Math.min(most, 200), few * RUN_SECONDS / seconds));
    Supplier<TrainingRun> brief = () -> head(runs.get(), steps);
    double step = median(() -> trainSeconds(brief.get())) / steps;
    Timing stored = Timing.median(brief, Strategy.STORED);
    Timing undone = undoes ? Timing.median(brief, Strategy.REPLAY) : stored;
    double finish = Math.max(0, undone.forward() - step * steps);
    double keep = Math.max(0, stored.forward() - undone.forward()) / steps;
    double held = heldStep(brief, finish);
    long bytes = MemoryProbe.peak(brief.get(), first);
    long fixed = Math.max(0, bytes - new StateMemory(brief.get()).growing(first));
    return new Calibration(
        step, finish, undone.back() / steps, stored.back() / steps, keep, held, fixed);
  }

  private static double heldStep(Supplier<TrainingRun> brief, double finish) {
    int steps = HeldSteps.of(brief.get()).steps();
    if (steps == 0) {
      return 0;
    }
    Timing timing = Timing.median(() -> head(brief.get(), steps), Strategy.KEPT);
    return Math.max(0, timing.forward() + timing.back() - finish) / steps;
  }

  private static TrainingRun head(TrainingRun run, int steps) {
    return run.withSettings(run.settings().head(steps))
        .withOptions(run.options().withLastSteps(Integer.MAX_VALUE));
  }

  /** Lets the compiler see the code, and returns the seconds of the last short run. */
  private static double warm(Supplier<TrainingRun> runs, Strategy strategy, int steps) {
    long start = System.nanoTime();
    double seconds;
    do {
      Timing timing = Timing.of(head(runs.get(), steps), strategy);
      seconds = timing.forward() + timing.back();
    } while (System.nanoTime() - start < WARM_SECONDS * 1e9);
    return seconds;
  }

  private static double trainSeconds(TrainingRun run) {
    long start = System.nanoTime();
    run.train();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(DoubleSupplier measurement) {
    double[] values = new double[REPEATS];
    Arrays.setAll(values, i -> measurement.getAsDouble());
    return StatUtils.percentile(values, 50);
  }

  /**
   * Seconds of one hypergradient.
   *
   * @param forward until the first step back
   * @param back from there
   */
  private record Timing(double forward, double back) {

    static Timing of(TrainingRun run, Strategy strategy) {
      long start = System.nanoTime();
      long[] turned = new long[1];
      strategy.differentiate(
          run,
          (step, keptStates, fileBytes) ->
              turned[0] = turned[0] == 0 ? System.nanoTime() : turned[0]);
      long end = System.nanoTime();
      return new Timing((turned[0] - start) / 1e9, (end - turned[0]) / 1e9);
    }

    static Timing median(Supplier<TrainingRun> runs, Strategy strategy) {
      double[] forward = new double[REPEATS];
      double[] back = new double[REPEATS];
      for (int i = 0; i < REPEATS; i++) {
        Timing timing = of(runs.get(), strategy);
        forward[i] = timing.forward;
        back[i] = timing.back;
      }
      return new Timing(StatUtils.percentile(forward, 50), StatUtils.percentile(back, 50));
    }
  }
}
