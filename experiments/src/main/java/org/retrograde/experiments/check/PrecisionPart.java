package org.retrograde.experiments.check;

import java.util.List;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Products;

/**
 * With products in TF32: where hypergradients point, beside those with float32's.
 *
 * @param engine runs the trials
 * @param at on the experiment's own device
 */
record PrecisionPart(TrialEngine engine, CheckedPoint at) {

  private static final String PRODUCTS = "tf32 products";
  private static final double TURN = 0.05;

  /**
   * Looks; finds nothing with other products.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Part look() throws InterruptedException {
    ExperimentConfig config = at.problem().config();
    if (config.run().products() != Products.TF32) {
      return new Part(List.of(), List.of());
    }
    DeviceSettings settings = config.run().deviceSettings();
    DeviceSettings exact = new DeviceSettings(settings.precision(), settings.threads());
    try (Device device = Devices.open(config.run().device(), exact)) {
      RawVector tf32 = gradient(at);
      RawVector float32 = gradient(CheckedPoint.of(at.problem().on(device)));
      return judge(tf32, float32);
    } catch (DivergedTrialException e) {
      return new Part(List.of(), List.of()); // the landscape says so
    }
  }

  /** Returns the hypergradient with respect to the raw hyperparameters. */
  private RawVector gradient(CheckedPoint point) throws InterruptedException {
    double[] start = point.space().start();
    Trial<Derivative.Found> trial =
        new Trial<>(
            point.problem(),
            point.space().settings(start),
            at.seed(),
            new Derivative(at.strategy()));
    return new RawVector(
        point.space().pullBack(start, engine.run(List.of(trial)).get(0).get().derivative()));
  }

  static Part judge(RawVector tf32, RawVector float32) {
    double norms = tf32.norm() * float32.norm();
    double turn = norms > 0 ? 1 - tf32.dot(float32) / norms : 0;
    CheckFigure figure =
        new CheckFigure(
            PRODUCTS,
            turn,
            TURN,
            turn <= TURN,
            ("1 - cosine of the angle to the hypergradient with float32 products; the difference"
                    + " is %.2g of its length")
                .formatted(norms > 0 ? tf32.plus(float32.scaled(-1)).norm() / float32.norm() : 0));
    return figure.passed()
        ? Part.of(figure)
        : Part.of(
            figure,
            new Verdict(
                Conclusion.ROUGH,
                "Products in TF32 turn hypergradients noticeably. What helps: run.products"
                    + " float32."));
  }
}
