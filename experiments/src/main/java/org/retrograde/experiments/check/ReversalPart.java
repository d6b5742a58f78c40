package org.retrograde.experiments.check;

import java.util.List;
import org.retrograde.hypergrad.check.RoundTrip;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.trajectory.ReversalException;

/**
 * Whether a run comes back to its first bit, compared after every step, in the experiment's own
 * precision.
 *
 * @param engine runs the trial
 * @param at on the experiment's own device
 */
record ReversalPart(TrialEngine engine, CheckedPoint at) {

  /**
   * Looks; finds nothing where steps cannot be undone, or where training leaves the numbers.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Part look() throws InterruptedException {
    if (!at.problem().optimizer().isReversible()) {
      return new Part(List.of(), List.of());
    }
    int steps = at.problem().config().training().steps();
    Trial<Reversal> trial =
        new Trial<>(at.problem(), at.space().base(), at.seed(), new RoundTrip(true));
    try {
      Outcome<Reversal> outcome = engine.run(List.of(trial)).get(0);
      Reversal reversal = outcome.found();
      return reversal == null
          ? new Part(List.of(), List.of())
          : judge(
              reversal.exact(),
              "%d of %d states on the way back have the bits of the way forward"
                  .formatted(reversal.windows(), steps),
              Owner.of(at.problem()));
    } catch (ReversalException e) {
      return judge(false, String.valueOf(e.getMessage()), Owner.of(at.problem()));
    }
  }

  static Part judge(boolean exact, String explanation, Owner owner) {
    CheckFigure figure = new CheckFigure("reversal", exact ? 0 : 1, 0, exact, explanation);
    return exact
        ? Part.of(figure)
        : Part.of(
            figure,
            new Verdict(
                Conclusion.WRONG, "A run did not come back to its first bit. " + owner.ofReplay()));
  }
}
