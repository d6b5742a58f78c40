package org.retrograde.experiments.check;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.RoundedDecays;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * Checks an experiment where its tuning would start, before hours are spent on it. Asks three
 * questions, one after the other, as each rests on those before it:
 *
 * <ol>
 *   <li>Do runs come back to their first bit ({@link ReversalPart}), and are the objective's
 *       derivatives right ({@link DerivativePart})?
 *   <li>Is the hypergradient made of them right ({@link DirectionPart})?
 *   <li>Does it say where to go, and is there anything to learn ({@link LandscapePart})?
 * </ol>
 *
 * <p>Beside that it compares hypergradients at the widths that tuned values are meant for ({@link
 * WidthPart}) and, with TF32 products, with those of float32's ({@link PrecisionPart}).
 */
public final class ExperimentCheck {

  private final ExperimentConfig config;
  private final TrialEngine engine;

  /**
   * Makes the check of an experiment.
   *
   * @param engine runs the trials
   */
  public ExperimentCheck(ExperimentConfig config, TrialEngine engine) {
    this.config = config;
    this.engine = engine;
  }

  /**
   * Runs all checks; a minute for a large experiment.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public CheckOutcome run() throws InterruptedException {
    String name = config.run().device();
    int threads = config.run().threads();
    LoadedProblem problem = ProblemType.load(config);
    try (Device device = Devices.open(name, config.run().deviceSettings());
        Device doubles = Devices.open(name, Precision.FLOAT64, threads)) {
      CheckedPoint at = CheckedPoint.of(problem.on(device));
      Part reversal = new ReversalPart(engine, at).look();
      if (!reversal.verdicts().isEmpty()) {
        return CheckOutcome.of(reversal, List.of()); // nothing else can be relied on
      }
      CheckedPoint inDoubles = CheckedPoint.of(problem.on(doubles));
      LandscapePart.Found landscape = new LandscapePart(engine, at).look();
      return CheckOutcome.of(
          inputs(at)
              .and(reversal)
              .and(new DerivativePart(inDoubles).look())
              .and(new DirectionPart(inDoubles).look())
              .and(landscape.part())
              .and(new WidthPart(engine, at).look())
              .and(new PrecisionPart(engine, at).look()),
          landscape.norms());
    }
  }

  /** A training that leaves the numbers over its inputs has no other remedy. */
  private static Part inputs(CheckedPoint at) {
    return new Part(
        List.of(),
        Stream.concat(
                at.problem().warnings().stream(), RoundedDecays.warning(at.problem()).stream())
            .map(warning -> new Verdict(Conclusion.USABLE, "Note: " + warning + "."))
            .toList());
  }
}
