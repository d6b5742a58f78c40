package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Types of module and depths: log zeta(m, l) = type(m) + depth(l). */
final class ModuleTyingTest {

  private static final int STEPS = 5;
  private static final int KNOTS = 2;

  /** An embedding, so many blocks of queries and values, a readout. */
  private static List<ModulePlace> decoder(int blocks) {
    List<ModulePlace> places = new ArrayList<>();
    places.add(new ModulePlace("embedding", 0));
    for (int block = 1; block <= blocks; block++) {
      places.add(new ModulePlace("query", block));
      places.add(new ModulePlace("value", block));
    }
    places.add(new ModulePlace("readout", 0));
    return places;
  }

  private static ModuleTying all(List<ModulePlace> places) {
    boolean[] moving = new boolean[places.size()];
    Arrays.fill(moving, true);
    return new ModuleTying(places, moving);
  }

  @Test
  void aTypeHasOneNumberInAllBlocks() {
    Tying tying = all(decoder(2)).byType();
    assertThat(columns(tying)).containsExactly(0, 1, 2, 1, 2, 3);
    assertThat(tying.hasFactors()).isFalse();
    assertThat(ModuleTying.names(decoder(2), tying))
        .containsExactly("embedding", "query", "value", "readout");
  }

  @Test
  void aBlockHasOneNumberAndWhatIsInNoneStays() {
    Tying tying = all(decoder(2)).byDepth();
    assertThat(tying.columns()).isEqualTo(2);
    assertThat(factors(tying)).containsExactly(-1, 0, 0, 1, 1, -1);
    assertThat(tying.moves(0)).isFalse();
    assertThat(tying.isFactor(0)).isFalse();
    assertThat(ModuleTying.names(decoder(2), tying)).containsExactly("block 1", "block 2");
  }

  @Test
  void withTypesTheFirstBlockHasNoFactor() {
    Tying tying = all(decoder(3)).byTypeAndDepth();
    assertThat(columns(tying)).containsExactly(0, 1, 2, 1, 2, 1, 2, 3);
    assertThat(factors(tying)).containsExactly(-1, -1, -1, 4, 4, 5, 5, -1);
    assertThat(tying.isFactor(3)).isFalse();
    assertThat(tying.isFactor(4)).isTrue();
    assertThat(ModuleTying.names(decoder(3), tying))
        .containsExactly("embedding", "query", "value", "readout", "block 2", "block 3");
  }

  /** A null direction would be a column that is a sum of others. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void noDirectionOfTheRawNumbersChangesNothing(int blocks) {
    assertThat(rank(all(decoder(blocks)).byTypeAndDepth())).isEqualTo(blocks - 1 + (2 + 2));
    List<ModulePlace> mlp = perceptron(blocks);
    assertIndependent(all(mlp).byTypeAndDepth());
    boolean[] weights = new boolean[mlp.size()];
    for (int g = 0; g < weights.length; g += 2) {
      weights[g] = true;
    }
    assertIndependent(new ModuleTying(mlp, weights).byTypeAndDepth());
  }

  /** The control: with a factor of every block there is such a direction. */
  @Test
  void withoutTheGaugeThereWouldBeOne() {
    Tying free = new Tying(6, new int[] {0, 1, 2, 1, 2, 3}, new int[] {-1, 4, 4, 5, 5, -1});
    assertThat(rank(free)).isEqualTo(5);
  }

  private static void assertIndependent(Tying tying) {
    assertThat(rank(tying)).isEqualTo(tying.columns());
  }

  /** Weights and biases of hidden layers, of which the first reads the inputs. */
  private static List<ModulePlace> perceptron(int layers) {
    List<ModulePlace> places = new ArrayList<>();
    for (int layer = 1; layer <= layers; layer++) {
      places.add(new ModulePlace(layer == 1 ? "input weights" : "hidden weights", layer));
      places.add(new ModulePlace("hidden bias", layer));
    }
    places.add(new ModulePlace("output weights", 0));
    places.add(new ModulePlace("output bias", 0));
    return places;
  }

  private static int rank(Tying tying) {
    double[][] map = new double[tying.places()][tying.columns()];
    for (int g = 0; g < map.length; g++) {
      tying.pullBack(1, g, map[g], 0);
    }
    return new SingularValueDecomposition(new Array2DRowRealMatrix(map)).getRank();
  }

  @Test
  void aNetworkWithoutBlocksHasNoDepth() {
    ModuleTying tying = all(List.of(new ModulePlace("input weights", 0)));
    assertThatIllegalArgumentException()
        .isThrownBy(tying::byDepth)
        .withMessage("there are no blocks, whose depth could be tuned");
    assertThat(tying.byTypeAndDepth().columns()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModulePlace("query", -1))
        .withMessage("the block of query must be at least 0, got -1");
  }

  private static HyperparameterSpace space(Tying tying) {
    List<ParameterGroup> groups = groups(tying.places());
    RunSettings base = RandomRuns.settings(1, STEPS, groups, new Momentum(MomentumForm.PAPER));
    return new HyperparameterSpace(
        base,
        List.of(
            new ScheduleHyperparameter(
                Coefficient.LEARNING_RATE, Transform.LOG, STEPS, KNOTS, tying),
            new ScheduleHyperparameter(Coefficient.MOMENTUM, Transform.LOGIT, STEPS, KNOTS, tying),
            ArrayHyperparameter.initScale(tying)));
  }

  private static List<ParameterGroup> groups(int count) {
    return IntStream.range(0, count).mapToObj(g -> new ParameterGroup("g" + g, 1, 1)).toList();
  }

  enum Kind {
    TYPE,
    DEPTH,
    TYPE_DEPTH;

    Tying of(ModuleTying modules) {
      return switch (this) {
        case TYPE -> modules.byType();
        case DEPTH -> modules.byDepth();
        case TYPE_DEPTH -> modules.byTypeAndDepth();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePullBackIsTheGradientOfAnyLinearFunctionOfTheSettings(Kind kind) {
    HyperparameterSpace space = space(kind.of(all(decoder(3))));
    RunSettings slope = RandomRuns.settings(7, STEPS, groups(8), new Momentum(MomentumForm.PAPER));
    double[] raw = new Random(3).doubles(space.size(), -1, 1).toArray();
    double[] gradient = space.pullBack(raw, slope);
    double h = 1e-5;
    for (int i = 0; i < raw.length; i++) {
      double at = raw[i];
      raw[i] = at + h;
      double above = space.settings(raw).dot(slope);
      raw[i] = at - h;
      double below = space.settings(raw).dot(slope);
      raw[i] = at;
      assertThat(gradient[i]).as("raw %d", i).isCloseTo((above - below) / (2 * h), within(1e-9));
      assertThat(gradient[i]).as("raw %d", i).isNotZero();
    }
  }

  /** Whole numbers add up without rounding, so that the sums must be equal. */
  @Test
  void thePullBackIsTheSumOverTheMembersOfATypeAndOfABlock() {
    RunSettings derivative = new RunSettings(1, groups(6));
    double[] ofGroups = {1, 2, 4, 8, 16, 32};
    System.arraycopy(ofGroups, 0, derivative.initLogScale(), 0, 6);
    assertThat(pulled(all(decoder(2)).byType(), derivative)).containsExactly(1, 10, 20, 32);
    assertThat(pulled(all(decoder(2)).byDepth(), derivative)).containsExactly(6, 24);
    assertThat(pulled(all(decoder(2)).byTypeAndDepth(), derivative))
        .containsExactly(1, 10, 20, 32, 24);
  }

  private static double[] pulled(Tying tying, RunSettings derivative) {
    return ArrayHyperparameter.initScale(tying).pullBack(new double[tying.columns()], derivative);
  }

  @Test
  void tuningStartsAtTheSettingsWithFactorsOfOne() {
    Tying tying = all(decoder(3)).byTypeAndDepth();
    RunSettings base = new RunSettings(STEPS, groups(8));
    base.coefficients().fill(Coefficient.LEARNING_RATE, 0.25);
    ScheduleHyperparameter rates =
        new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, STEPS, 1, tying);
    double log = Math.log(0.25);
    double[] raw = rates.start(base);
    assertThat(raw).containsExactly(log, log, log, log, 0, 0);
    raw[1] += 1; // queries
    raw[5] -= 2; // block 3
    rates.apply(raw, base);
    assertThat(IntStream.range(0, 8).mapToDouble(g -> rate(base, g)).toArray())
        .containsExactly(
            rate(log),
            rate(log + 1),
            rate(log),
            rate(log + 1),
            rate(log),
            rate(log + 1 + -2),
            rate(log + -2),
            rate(log));
  }

  private static double rate(RunSettings settings, int group) {
    return settings.coefficients().get(Coefficient.LEARNING_RATE, STEPS - 1, group);
  }

  private static double rate(double raw) {
    return Math.exp(raw);
  }

  private static int[] columns(Tying tying) {
    return IntStream.range(0, tying.places()).map(tying::column).toArray();
  }

  private static int[] factors(Tying tying) {
    return IntStream.range(0, tying.places()).map(tying::factor).toArray();
  }
}
