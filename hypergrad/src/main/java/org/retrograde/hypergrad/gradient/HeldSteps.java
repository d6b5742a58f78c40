package org.retrograde.hypergrad.gradient;

import java.util.List;
import java.util.OptionalLong;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Tensor;

/**
 * Of how many of the last steps a run may hold the linearizations until it comes back to them.
 *
 * @param steps at least 0
 * @param bytesAStep of one of them with its gradient; 0 where none is held
 */
public record HeldSteps(int steps, long bytesAStep) {

  /** Those of a strategy or an objective that holds none. */
  public static final HeldSteps NONE = new HeldSteps(0, 0);

  /**
   * Returns what {@link Strategy#KEPT} would hold of a run: as many steps as {@link
   * TrainingOptions#heldBytes} has room for. Evaluates the gradient of the first step to find out.
   */
  public static HeldSteps of(TrainingRun run) {
    Objective loss = run.preparedObjective();
    List<Tensor> weights = run.initialTensors();
    List<Tensor> gradient = run.initialTensors();
    return of(run, loss.linearize(0, weights, gradient).bytesToHold(), gradient);
  }

  /**
   * Returns how many steps are held.
   *
   * @param bytes that holding a linearization takes, if it can be held
   * @param gradient that is kept with it
   */
  static HeldSteps of(TrainingRun run, OptionalLong bytes, List<Tensor> gradient) {
    if (bytes.isEmpty()) {
      return NONE;
    }
    long ofGradient =
        gradient.stream()
            .mapToLong(tensor -> (long) tensor.precision().bytes() * tensor.size())
            .sum();
    long aStep = bytes.getAsLong() + ofGradient;
    int back = run.settings().coefficients().steps() - run.firstStep();
    return new HeldSteps((int) Math.min(back, run.options().heldBytes() / aStep), aStep);
  }
}
