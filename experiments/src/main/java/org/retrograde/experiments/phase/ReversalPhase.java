package org.retrograde.experiments.phase;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.ReversalConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.check.PlainRoundTrip;
import org.retrograde.hypergrad.check.RoundTrip;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Shows that a run of this problem can be undone, and that plain doubles could not undo it. */
final class ReversalPhase implements Phase {

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.reversal() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of();
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    ReversalConfig settings = Objects.requireNonNull(context.config().reversal());
    context.progress().begin("reversal", settings.control() ? 2 : 1);
    Trial<Reversal> trial = trial(context.problem(), settings, new RoundTrip(false));
    Reversal reversal = context.engine().run(List.of(trial)).get(0).get();
    context.progress().step(reversal.exact() ? "exact" : "NOT exact");
    Double control = null;
    if (settings.control()) {
      control = plainDoubleError(context, settings);
      context.progress().step(String.format(Locale.ROOT, "plain doubles are %.3g off", control));
    }
    context.progress().end();
    ReversalProof proof = Findings.proof(reversal, settings.steps(), control);
    context.update(results -> results.with(proof));
  }

  private static double plainDoubleError(RunContext context, ReversalConfig settings)
      throws InterruptedException {
    TrainingProblem problem = context.problem();
    int threads = context.config().run().threads();
    try (Device doubles = Devices.open(problem.device().name(), Precision.FLOAT64, threads)) {
      Trial<Double> trial = trial(problem.on(doubles), settings, new PlainRoundTrip());
      return context.engine().run(List.of(trial)).get(0).get();
    }
  }

  private static <R> Trial<R> trial(TrainingProblem problem, ReversalConfig proof, Want<R> want) {
    ExperimentConfig config = problem.config();
    RunSettings start = Hyperparameters.settings(problem, config.startingArm(), proof.steps());
    return new Trial<>(problem, start, Seeds.of(config.seed(), "reversal", 0), want);
  }
}
