package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/** What one pass does is, bit for bit, what its parts do one after the other. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class FusedLanesTest {

  /** More than one tile of the host device, and no multiple of one or of a vector. */
  private static final int LENGTH = 5003;

  private static final long NUMERATOR = 58_982;
  private static final int BITS = 16;

  private final Device device;

  FusedLanesTest(TestedDevice tested) {
    this.device = tested.open();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private final class State {

    private final Lanes lanes = device.lanes(LENGTH);
    private final Lanes heads = device.lanes(LENGTH);

    State(long seed) {
      Samples samples = new Samples(seed);
      lanes.assign(samples.longs(LENGTH, 55));
      heads.assign(samples.below(LENGTH, 1L << 46));
    }

    void requireEqual(State other) {
      assertThat(lanes.toArray()).isEqualTo(other.lanes.toArray());
      assertThat(heads.toArray()).isEqualTo(other.heads.toArray());
    }
  }

  private Tensor gaussians(long seed) {
    Tensor tensor = device.tensor(1, LENGTH);
    tensor.assign(new Samples(seed).gaussians(LENGTH));
    return tensor;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void decayAndAddIsADecayAndASum(long seed) {
    State fused = new State(seed);
    State parts = new State(seed);
    Tensor gradient = gaussians(seed + 2);
    fused.lanes.decayAndAdd(NUMERATOR, BITS, fused.heads, -0x1.1p50, gradient);
    parts.lanes.decay(NUMERATOR, BITS, parts.heads);
    parts.lanes.addTruncated(-0x1.1p50, gradient);
    fused.requireEqual(parts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void addAndUndecayUndoesIt(long seed) {
    State state = new State(seed);
    Tensor gradient = gaussians(seed + 2);
    state.lanes.decayAndAdd(NUMERATOR, BITS, state.heads, -0x1.1p50, gradient);
    State control = new State(seed);
    assertThat(state.lanes.contentEquals(control.lanes)).isFalse();
    state.lanes.addAndUndecay(NUMERATOR, BITS, state.heads, 0x1.1p50, gradient);
    state.requireEqual(control);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void addAndRoundIsASumAndItsRounding(long seed) {
    State fused = new State(seed);
    State parts = new State(seed);
    Lanes velocity = new State(seed + 5).lanes;
    Tensor weights = device.tensor(1, LENGTH);
    Tensor rounded = device.tensor(1, LENGTH);
    fused.lanes.addAndRound(0.37, velocity, 52, weights);
    parts.lanes.addTruncated(0.37, velocity);
    rounded.assignFixed(parts.lanes, 52);
    fused.requireEqual(parts);
    assertThat(weights.toArray()).isEqualTo(rounded.toArray());
  }

  @Test
  void theFirstSumThatDoesNotFitIsNamedWhateverItsTile() {
    for (int at : new int[] {0, 2047, 2048, LENGTH - 1}) {
      double[] values = new double[LENGTH];
      values[at] = Double.NaN;
      values[LENGTH - 1] = Double.NaN;
      Tensor gradient = device.tensor(1, LENGTH);
      gradient.assign(values);
      State state = new State(1);
      assertThatExceptionOfType(LaneRangeException.class)
          .isThrownBy(
              () -> {
                state.lanes.decayAndAdd(NUMERATOR, BITS, state.heads, 0x1p50, gradient);
                device.settle();
              })
          .satisfies(e -> assertThat(e.lane()).isEqualTo(at))
          .satisfies(e -> assertThat(e.lanes()).isSameAs(state.lanes));
      assertThatExceptionOfType(LaneRangeException.class)
          .isThrownBy(
              () -> {
                state.lanes.addAndUndecay(NUMERATOR, BITS, state.heads, 0x1p50, gradient);
                device.settle();
              })
          .satisfies(e -> assertThat(e.lane()).isEqualTo(at))
          .satisfies(e -> assertThat(e.lanes()).isSameAs(state.lanes));
    }
  }

  @Test
  void lengthsMustAgree() {
    State state = new State(1);
    Tensor small = device.tensor(1, LENGTH - 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.lanes.decayAndAdd(NUMERATOR, BITS, state.heads, 1, small));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.lanes.addAndUndecay(NUMERATOR, BITS, state.heads, 1, small));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.lanes.addAndRound(1, device.lanes(3), 52, small));
  }
}
