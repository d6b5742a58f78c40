package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

@SuppressWarnings("ArrayRecordComponent") // none of these records is ever compared
final class MomentumTest {

  private static final int LENGTH = 6;
  private static final double TOLERANCE = 1e-7;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest
  @EnumSource
  void aStepIsTheTextbookStep(MomentumForm form) {
    RealStep real = RealStep.random(form, 1);
    GroupState state = stepped(real);
    assertThat(toArray(state.position())).containsExactly(real.position(), within(1e-9));
    assertThat(toArray(state.moments().get(0))).containsExactly(real.velocity(), within(1e-9));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "PAPER, 1",
    "PAPER, 2",
    "PAPER, 3",
    "HEAVY_BALL, 1",
    "HEAVY_BALL, 2",
    "HEAVY_BALL, 3"
  })
  void theAdjointOfAStepIsItsDerivative(MomentumForm form, long seed) {
    RealStep step = RealStep.random(form, seed);
    Pullback adjoint = pullBack(step);

    assertThat(adjoint.rate).isCloseTo(derivative(step.rate, step::withRate), relative(TOLERANCE));
    assertThat(adjoint.gamma)
        .isCloseTo(derivative(step.gamma, step::withGamma), relative(TOLERANCE));
    for (int i = 0; i < LENGTH; i++) {
      int at = i;
      assertThat(adjoint.position[i])
          .isCloseTo(derivative(step.x[i], x -> step.withX(at, x)), relative(TOLERANCE));
      assertThat(adjoint.velocity[i])
          .isCloseTo(derivative(step.v[i], v -> step.withV(at, v)), relative(TOLERANCE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAdjointWrongByATenthOfAPercentWouldBeNoticed(MomentumForm form) {
    RealStep step = RealStep.random(form, 1);
    Pullback adjoint = pullBack(step);
    double[] wrong = {adjoint.rate, adjoint.gamma, adjoint.position[0], adjoint.velocity[0]};
    double[] right = {
      derivative(step.rate, step::withRate),
      derivative(step.gamma, step::withGamma),
      derivative(step.x[0], x -> step.withX(0, x)),
      derivative(step.v[0], v -> step.withV(0, v))
    };
    for (int i = 0; i < wrong.length; i++) {
      assertThat(1.001 * wrong[i]).isNotCloseTo(right[i], relative(TOLERANCE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void undoingAStepReturnsEveryBit(MomentumForm form) {
    RealStep step = RealStep.random(form, 4);
    GroupState state = started(step);
    long[] x = state.position().lanes().toArray();
    long[] v = state.moments().get(0).lanes().toArray();
    Momentum optimizer = new Momentum(form);
    Tensor gradient = tensor(step.gradient());

    optimizer.step(state, entry(step), gradient);
    assertThat(state.position().lanes().toArray()).isNotEqualTo(x);

    optimizer.undoPosition(state, entry(step));
    optimizer.undoMoments(state, entry(step), gradient);
    assertThat(state.position().lanes().toArray()).isEqualTo(x);
    assertThat(state.moments().get(0).lanes().toArray()).isEqualTo(v);
    assertThat(state.buffer().isEmpty()).isTrue();
  }

  @Test
  void aMomentumAboveOneIsRefused() {
    RealStep step = RealStep.random(MomentumForm.PAPER, 1).atGamma(1.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stepped(step))
        .withMessageContaining("1.5");
  }

  @Test
  void itReadsARateAndAMomentumAndKeepsOneMoment() {
    Momentum optimizer = new Momentum(MomentumForm.HEAVY_BALL);
    assertThat(optimizer.coefficients())
        .containsExactly(Coefficient.LEARNING_RATE, Coefficient.MOMENTUM);
    assertThat(optimizer.moments()).isOne();
    assertThat(MomentumForm.HEAVY_BALL.gradientWeight(0.9)).isOne();
    assertThat(MomentumForm.PAPER.gradientWeight(0.9)).isEqualTo(-6554 / 65536.0);
  }

  private GroupState started(RealStep step) {
    GroupState state = GroupState.zeros(device, LENGTH, 1);
    state.position().addScaled(1, tensor(step.x));
    state.moments().get(0).addScaled(1, tensor(step.v));
    return state;
  }

  private GroupState stepped(RealStep step) {
    GroupState state = started(step);
    new Momentum(step.form).step(state, entry(step), tensor(step.gradient()));
    return state;
  }

  private static CoefficientTable.Entry entry(RealStep step) {
    CoefficientTable table = new CoefficientTable(1, 1);
    table.set(Coefficient.LEARNING_RATE, 0, 0, step.rate);
    table.set(Coefficient.MOMENTUM, 0, 0, step.gamma);
    return table.entry(0, 0);
  }

  /** The whole way back of one step, in the order that the optimizer prescribes. */
  private Pullback pullBack(RealStep step) {
    Momentum optimizer = new Momentum(step.form);
    GroupState state = stepped(step);
    GroupAdjoint adjoint = GroupAdjoint.zeros(device, 1, LENGTH, 1);
    adjoint.position().assign(step.a);
    adjoint.moments().get(0).assign(step.b);
    CoefficientTable.Entry derivatives = new CoefficientTable(1, 1).entry(0, 0);
    Tensor direction = device.tensor(Precision.FLOAT64, 1, LENGTH);
    Tensor gradient = tensor(step.gradient());

    optimizer.pullBackPosition(state, adjoint, entry(step), derivatives);
    optimizer.undoPosition(state, entry(step));
    optimizer.assignDirection(adjoint, entry(step), direction);
    adjoint.position().addScaled(1, tensor(step.hessianTimes(direction.toArray())));
    optimizer.undoMoments(state, entry(step), gradient);
    optimizer.pullBackMoments(state, adjoint, gradient, entry(step), derivatives);

    return new Pullback(
        derivatives.get(Coefficient.LEARNING_RATE),
        derivatives.get(Coefficient.MOMENTUM),
        adjoint.position().toArray(),
        adjoint.moments().get(0).toArray());
  }

  private record Pullback(double rate, double gamma, double[] position, double[] velocity) {}

  private static double derivative(double at, DoubleUnaryOperator f) {
    double h = 1e-4;
    // Fourth order, so that the truncation error stays far below the tolerance.
    return (8 * (f.applyAsDouble(at + h) - f.applyAsDouble(at - h))
            - (f.applyAsDouble(at + 2 * h) - f.applyAsDouble(at - 2 * h)))
        / (12 * h);
  }

  private static Percentage relative(double tolerance) {
    return Percentage.withPercentage(100 * tolerance);
  }

  private Tensor tensor(double[] values) {
    Tensor tensor = device.tensor(1, values.length);
    tensor.assign(values);
    return tensor;
  }

  private double[] toArray(FixedVector vector) {
    Tensor tensor = device.tensor(1, LENGTH);
    vector.copyTo(tensor);
    return tensor.toArray();
  }

  /**
   * One step in plain doubles on the loss sum(-cos x) + 0.1 sum(x)^2, and the objective a x' + b v'
   * after it.
   */
  private record RealStep(
      MomentumForm form,
      double rate,
      double gamma,
      double[] x,
      double[] v,
      double[] a,
      double[] b) {

    static RealStep random(MomentumForm form, long seed) {
      Samples samples = new Samples(seed);
      return new RealStep(
          form,
          samples.uniform(0.1, 1),
          // A ratio that needs no rounding, through which the derivative goes straight.
          samples.integer(32768, 65000) / 65536.0,
          samples.gaussians(LENGTH),
          samples.gaussians(LENGTH),
          samples.gaussians(LENGTH),
          samples.gaussians(LENGTH));
    }

    double[] gradient() {
      double sum = Arrays.stream(x).sum();
      return Arrays.stream(x).map(xi -> Math.sin(xi) + 0.2 * sum).toArray();
    }

    double[] hessianTimes(double[] u) {
      double sum = Arrays.stream(u).sum();
      return IntStream.range(0, LENGTH)
          .mapToDouble(i -> Math.cos(x[i]) * u[i] + 0.2 * sum)
          .toArray();
    }

    double[] velocity() {
      double weight = form == MomentumForm.PAPER ? -(1 - gamma) : 1;
      double[] g = gradient();
      return IntStream.range(0, LENGTH).mapToDouble(i -> gamma * v[i] + weight * g[i]).toArray();
    }

    double[] position() {
      double signed = form == MomentumForm.PAPER ? rate : -rate;
      double[] after = velocity();
      return IntStream.range(0, LENGTH).mapToDouble(i -> x[i] + signed * after[i]).toArray();
    }

    double objective() {
      double[] position = position();
      double[] velocity = velocity();
      return IntStream.range(0, LENGTH)
          .mapToDouble(i -> a[i] * position[i] + b[i] * velocity[i])
          .sum();
    }

    double withRate(double value) {
      return new RealStep(form, value, gamma, x, v, a, b).objective();
    }

    RealStep atGamma(double value) {
      return new RealStep(form, rate, value, x, v, a, b);
    }

    double withGamma(double value) {
      return atGamma(value).objective();
    }

    double withX(int i, double value) {
      double[] moved = x.clone();
      moved[i] = value;
      return new RealStep(form, rate, gamma, moved, v, a, b).objective();
    }

    double withV(int i, double value) {
      double[] moved = v.clone();
      moved[i] = value;
      return new RealStep(form, rate, gamma, x, moved, a, b).objective();
    }
  }
}
