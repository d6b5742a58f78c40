package org.retrograde.hypergrad.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PrimalAveraging;

final class PlainStepperTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);

  /** Each undone step divides the velocity, and its rounding error with it, by gamma. */
  @Test
  void undoingStepsInDoublesLosesTheStartThatTheExactEngineReturnsTo() {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    RunSettings settings = flat(800, objective, 0.9).withExactDecays();
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    TrainingRun run = new TrainingRun(DEVICE, objective, optimizer, settings);
    assertThat(new PlainStepper(run).roundTripError()).isGreaterThan(1e-3);
    assertThat(run.reverse().exact()).isTrue();
  }

  @Test
  void doublesDoReturnNearlyWhereNothingDecays() {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    RunSettings settings = flat(800, objective, 1);
    settings.coefficients().fill(Coefficient.LEARNING_RATE, 1e-3);
    Optimizer optimizer = new Momentum(MomentumForm.HEAVY_BALL);
    PlainStepper stepper =
        new PlainStepper(new TrainingRun(DEVICE, objective, optimizer, settings));
    assertThat(stepper.roundTripError()).isLessThan(1e-9);
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#optimizers")
  void trainsLikeTheEngineUpToTheEnginesResolution(Optimizer optimizer) {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(2));
    RunSettings settings =
        RandomRuns.settings(2, 100, objective.groups(), optimizer).withExactDecays();
    TrainingRun run = new TrainingRun(DEVICE, objective, optimizer, settings);
    Trained engine = run.train();
    PlainStepper plain = new PlainStepper(run);
    double resolution = optimizer instanceof PrimalAveraging ? 1e-5 : 1e-8; // parts of 24 bits
    double[] losses = plain.train().stream().mapToDouble(loss -> loss).toArray();
    for (int t = 0; t < losses.length; t++) {
      assertThat(losses[t]).isCloseTo(engine.trainingLosses().get(t), within(resolution));
    }
    for (int g = 0; g < plain.weights().size(); g++) {
      assertThat(plain.weights().get(g).toArray())
          .containsExactly(engine.weights().get(g).toArray(), within(resolution));
    }
  }

  @Test
  void singlePrecisionIsRefused() {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(3));
    RunSettings settings = flat(1, objective, 0.9);
    Device single = Devices.open("host", Precision.FLOAT32, 1);
    TrainingRun run =
        new TrainingRun(single, objective, new Momentum(MomentumForm.PAPER), settings);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlainStepper(run))
        .withMessage("the plain stepper needs a float64 device, got FLOAT32");
  }

  private static RunSettings flat(int steps, Objective objective, double momentum) {
    RunSettings settings = new RunSettings(steps, objective.groups());
    settings.coefficients().fill(Coefficient.LEARNING_RATE, 0.3);
    settings.coefficients().fill(Coefficient.MOMENTUM, momentum);
    return settings;
  }
}
