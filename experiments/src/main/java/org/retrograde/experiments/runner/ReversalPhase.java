package org.retrograde.experiments.runner;

import org.retrograde.experiments.config.ReversalConfig;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Shows that a run of this problem can be undone, and that plain doubles could not undo it. */
final class ReversalPhase {

  private final RunContext context;
  private final ReversalConfig settings;

  ReversalPhase(RunContext context, ReversalConfig settings) {
    this.context = context;
    this.settings = settings;
  }

  void run() {
    context.progress().begin("reversal", settings.control() ? 2 : 1);
    Workbench bench = context.bench();
    Reversal reversal = wholeWay(run(bench).run()).reverse();
    context.progress().step(reversal.exact() ? "exact" : "NOT exact");
    Double control = null;
    if (settings.control()) {
      control = plainDoubleError(bench);
      context.progress().step("plain doubles are %.3g off".formatted(control));
    }
    context.progress().end();
    ReversalProof proof = Findings.proof(reversal, settings.steps(), control);
    context.update(results -> results.with(proof));
  }

  /** Tuning may go back fewer steps; the proof goes all the way. */
  private static TrainingRun wholeWay(TrainingRun run) {
    return run.withOptions(run.options().withLastSteps(Integer.MAX_VALUE));
  }

  private Workbench.NetworkRun run(Workbench bench) {
    long seed = Seeds.of(context.config().seed(), "reversal", 0);
    RunSettings start =
        Hyperparameters.settings(bench, context.config().startingArm(), settings.steps());
    return bench.run(context.config().model().width(), seed, start);
  }

  private double plainDoubleError(Workbench bench) {
    int threads = context.config().run().threads();
    try (Device doubles = Devices.open(bench.device().name(), Precision.FLOAT64, threads)) {
      TrainingRun run = run(bench.on(doubles)).run();
      return new PlainStepper(run.withSettings(run.settings().withExactDecays())).roundTripError();
    }
  }
}
