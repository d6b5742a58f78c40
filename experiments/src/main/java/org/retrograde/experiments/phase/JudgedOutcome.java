package org.retrograde.experiments.phase;

import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.reports.record.JudgedRun;

/**
 * One judged run.
 *
 * @param arm name of what it was trained with
 * @param seed of it
 * @param want what was asked
 * @param outcome what came of it
 */
record JudgedOutcome(String arm, long seed, Judgement want, Outcome<Judgement.Found> outcome) {

  Evaluation on(String part) {
    return want.on(part, outcome);
  }

  JudgedRun judged() {
    return new JudgedRun(arm, seed, score("training"), score(on("validation")), score("test"));
  }

  private JudgedRun.@Nullable Score score(String part) {
    return want.parts().contains(part) ? score(on(part)) : null;
  }

  private static JudgedRun.Score score(Evaluation evaluation) {
    return new JudgedRun.Score(evaluation.loss(), evaluation.error());
  }
}
