package org.retrograde.hypergrad.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Tensor;

/**
 * What the parts of a hypergradient take on this machine, in seconds, from short runs of the same
 * problem.
 *
 * @param start of making a run, and of what its first step takes more than later ones
 * @param step of one step forward
 * @param finish of the final loss and its gradient
 * @param undo of one step back by undoing it
 * @param restore of one step back from a state that was kept
 * @param keep of keeping one state
 * @param held of one step there and back whose linearization is held, and whose state is kept where
 *     it cannot be undone; 0 if none can be held
 */
record Calibration(
    double start,
    double step,
    double finish,
    double undo,
    double restore,
    double keep,
    double held) {

  /** The parts, in their order. */
  static final List<ToDoubleFunction<Calibration>> PARTS =
      List.of(
          Calibration::start,
          Calibration::step,
          Calibration::finish,
          Calibration::undo,
          Calibration::restore,
          Calibration::keep,
          Calibration::held);

  /** Makes one of what each of {@link #PARTS} is. */
  static Calibration of(ToDoubleFunction<ToDoubleFunction<Calibration>> parts) {
    double[] values = PARTS.stream().mapToDouble(parts).toArray();
    return new Calibration(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
  }

  /** Returns the median of every part. */
  static Calibration median(List<Calibration> several) {
    return of(part -> StatUtils.percentile(several.stream().mapToDouble(part).toArray(), 50));
  }

  private static final double WARM_SECONDS = 2;
  private static final double RUN_SECONDS = 0.3;
  private static final int LEAST_STEPS = 8;
  private static final int MOST_STEPS = 200;
  private static final int REPEATS = 5;

  /** A step there and back takes about so many steps forward. */
  private static final int THERE_AND_BACK = 3;

  /** Warms, and takes the median of several measurements. */
  static Calibration of(Supplier<TrainingRun> runs) {
    warm(runs, Clock.WALL);
    return median(Stream.generate(() -> once(runs, Clock.WALL)).limit(REPEATS).toList());
  }

  /** Lets the compiler see the code. */
  static void warm(Supplier<TrainingRun> runs, Clock clock) {
    long start = clock.nanos();
    do {
      once(runs, clock);
    } while (clock.nanos() - start < WARM_SECONDS * 1e9);
  }

  /** Measures every part once. */
  static Calibration once(Supplier<TrainingRun> runs, Clock clock) {
    TrainingRun whole = runs.get();
    int most = whole.settings().coefficients().steps();
    TrainingRun first = head(whole);
    int few = first.settings().coefficients().steps();
    double guess = Laps.ofTraining(first, clock).each() * THERE_AND_BACK;
    int steps = (int) Math.max(few, Math.min(Math.min(most, MOST_STEPS), RUN_SECONDS / guess));
    Supplier<TrainingRun> brief = () -> head(runs.get(), steps);
    Laps training = Laps.ofTraining(brief.get(), clock);
    double finish = finish(brief.get(), clock);
    Timing stored = Timing.of(brief.get(), Strategy.STORED, clock);
    Timing undone =
        Strategy.REPLAY.appliesTo(whole.optimizer())
            ? Timing.of(brief.get(), Strategy.REPLAY, clock)
            : stored;
    double start = training.first() + undone.back().first();
    return new Calibration(
        start,
        training.each(),
        finish,
        undone.back().each(),
        stored.back().each(),
        Math.max(0, stored.forward() - undone.forward()) / steps,
        heldStep(brief, start + finish, clock));
  }

  private static double finish(TrainingRun run, Clock clock) {
    Objective loss = run.preparedObjective();
    List<Tensor> weights = run.initialTensors();
    List<Tensor> gradient = run.initialTensors();
    long start = clock.nanos();
    loss.finalGradient(weights, gradient);
    run.device().settle();
    return (clock.nanos() - start) / 1e9;
  }

  private static double heldStep(Supplier<TrainingRun> brief, double besides, Clock clock) {
    int steps = HeldSteps.of(brief.get()).steps();
    if (steps == 0) {
      return 0;
    }
    TrainingRun run = head(brief.get(), steps);
    long start = clock.nanos();
    Strategy.KEPT.differentiate(run);
    return Math.max(0, (clock.nanos() - start) / 1e9 - besides) / steps;
  }

  /** Returns a run of the first few steps of another. */
  static TrainingRun head(TrainingRun run) {
    return head(run, Math.min(LEAST_STEPS, run.settings().coefficients().steps()));
  }

  private static TrainingRun head(TrainingRun run, int steps) {
    return run.withSettings(run.settings().head(steps))
        .withOptions(run.options().withLastSteps(Integer.MAX_VALUE));
  }

  /**
   * Seconds of steps that follow one another.
   *
   * @param first what the first takes more than the others
   * @param each of the others
   */
  private record Laps(double first, double each) {

    /** Times a training, without the making of its run. */
    static Laps ofTraining(TrainingRun run, Clock clock) {
      List<Long> ends = new ArrayList<>();
      long start = clock.nanos();
      run.train(weights -> ends.add(clock.nanos()));
      ends.set(0, start); // seen before the first step, when the start had been made
      return of(ends);
    }

    /**
     * Makes those between marks.
     *
     * @param marks in nanoseconds, at least 2
     */
    static Laps of(List<Long> marks) {
      int steps = marks.size() - 1;
      double first = (marks.get(1) - marks.get(0)) / 1e9;
      double each = steps == 1 ? first : (marks.get(steps) - marks.get(1)) / 1e9 / (steps - 1);
      return new Laps(Math.max(0, first - each), each);
    }
  }

  /**
   * Seconds of one hypergradient.
   *
   * @param forward until the first step back
   * @param back the steps from there
   */
  private record Timing(double forward, Laps back) {

    static Timing of(TrainingRun run, Strategy strategy, Clock clock) {
      List<Long> marks = new ArrayList<>();
      long start = clock.nanos();
      strategy.differentiate(run, (step, kept, fileBytes) -> marks.add(clock.nanos()));
      marks.add(clock.nanos());
      return new Timing((marks.get(0) - start) / 1e9, Laps.of(marks));
    }
  }
}
