package org.retrograde.hypergrad.gradient;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.trajectory.TrajectorySetup;

/**
 * How a run is carried out, beside its settings.
 *
 * @param clip largest global norm of a step's gradient, above 0; infinite for none
 * @param hashEvery steps between two state hashes, at least 1
 * @param lastSteps how many steps a hypergradient goes back, at least 1; all if there are fewer.
 *     Truncated derivatives of earlier steps, and of what enters at the start, are left at 0.
 * @param spillBudgetBytes memory for spilled words and logs of one run, at least 0; more goes to a
 *     file
 * @param spillFolder where that file is made, which nobody else can see and which goes with the
 *     process
 * @param heldBytes memory for the linearizations that {@link Strategy#KEPT} holds, at least 0
 * @param average of the positions that is judged at the end
 * @param fractionBits as of {@link TrajectorySetup}
 * @param checkpoints where states are kept from which a run goes on whose process has ended; none
 *     if it starts anew
 */
public record TrainingOptions(
    double clip,
    int hashEvery,
    int lastSteps,
    long spillBudgetBytes,
    Path spillFolder,
    long heldBytes,
    IterateAverage average,
    int fractionBits,
    @Nullable Checkpoints checkpoints) {

  /**
   * No clipping, a hash every 25 steps, all steps, 1 MB of spilled words, 1 GiB of linearizations.
   */
  public static final TrainingOptions DEFAULT =
      new TrainingOptions(
          Double.POSITIVE_INFINITY,
          25,
          Integer.MAX_VALUE,
          1_000_000,
          Path.of(System.getProperty("java.io.tmpdir")),
          1L << 30,
          new LastIterate(),
          TrajectorySetup.USUAL_BITS,
          null);

  /** Checks the ranges. */
  public TrainingOptions {
    if (!(clip > 0)) {
      throw new IllegalArgumentException("clip must be above 0, got " + clip);
    }
    if (hashEvery < 1 || lastSteps < 1 || spillBudgetBytes < 0 || heldBytes < 0) {
      throw new IllegalArgumentException(
          "hashEvery and lastSteps must be at least 1, spillBudgetBytes and heldBytes at least 0,"
              + " got %d, %d, %d and %d"
                  .formatted(hashEvery, lastSteps, spillBudgetBytes, heldBytes));
    }
    TrajectorySetup.requireFractionBits(fractionBits);
  }

  SpillSpace spillSpace() {
    return new SpillSpace(spillBudgetBytes, spillFolder);
  }

  /** Returns the same options with another clip. */
  public TrainingOptions withClip(double norm) {
    return new TrainingOptions(
        norm,
        hashEvery,
        lastSteps,
        spillBudgetBytes,
        spillFolder,
        heldBytes,
        average,
        fractionBits,
        checkpoints);
  }

  /** Returns the same options with another distance between hashes. */
  public TrainingOptions withHashEvery(int steps) {
    return new TrainingOptions(
        clip,
        steps,
        lastSteps,
        spillBudgetBytes,
        spillFolder,
        heldBytes,
        average,
        fractionBits,
        checkpoints);
  }

  /** Returns the same options with another truncation. */
  public TrainingOptions withLastSteps(int steps) {
    return new TrainingOptions(
        clip,
        hashEvery,
        steps,
        spillBudgetBytes,
        spillFolder,
        heldBytes,
        average,
        fractionBits,
        checkpoints);
  }

  /** Returns the same options with another place for spilled words. */
  public TrainingOptions withSpill(long budgetBytes, Path folder) {
    return new TrainingOptions(
        clip,
        hashEvery,
        lastSteps,
        budgetBytes,
        folder,
        heldBytes,
        average,
        fractionBits,
        checkpoints);
  }

  /** Returns the same options with other memory for linearizations. */
  public TrainingOptions withHeldBytes(long bytes) {
    return new TrainingOptions(
        clip,
        hashEvery,
        lastSteps,
        spillBudgetBytes,
        spillFolder,
        bytes,
        average,
        fractionBits,
        checkpoints);
  }

  /** Returns the same options, judging another average. */
  public TrainingOptions withAverage(IterateAverage other) {
    return new TrainingOptions(
        clip,
        hashEvery,
        lastSteps,
        spillBudgetBytes,
        spillFolder,
        heldBytes,
        other,
        fractionBits,
        checkpoints);
  }

  /** Returns the same options with other fraction bits. */
  public TrainingOptions withFractionBits(int bits) {
    return new TrainingOptions(
        clip,
        hashEvery,
        lastSteps,
        spillBudgetBytes,
        spillFolder,
        heldBytes,
        average,
        bits,
        checkpoints);
  }

  /** Returns the same options, keeping states of a run, or none. */
  public TrainingOptions withCheckpoints(@Nullable Checkpoints where) {
    return new TrainingOptions(
        clip,
        hashEvery,
        lastSteps,
        spillBudgetBytes,
        spillFolder,
        heldBytes,
        average,
        fractionBits,
        where);
  }
}
