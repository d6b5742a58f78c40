package org.retrograde.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.hyperparameter.ArrayHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class SharedGroupsTest {

  private static final List<String> GROUPS = List.of("W1", "b1", "W2", "b2");
  private static final String RATE = Coefficient.LEARNING_RATE.label();

  @Test
  void whatIsTunedOnceIsThereOnce() {
    assertThat(tied(RATE, rate(Tying.shared(4)))).containsExactly("all");
  }

  @Test
  void whatIsTunedByLayerIsThereOnceALayer() {
    assertThat(tied(RATE, rate(new Tying(2, new int[] {0, 0, 1, 1}))))
        .containsExactly("W1, b1", "W2, b2");
  }

  @Test
  void whatIsTunedByGroupIsThereOnceAGroup() {
    assertThat(tied(RATE, rate(Tying.free(4)))).containsExactly("W1", "b1", "W2", "b2");
  }

  @Test
  void whatTuningLeavesAloneIsOneNumberOfTheConfig() {
    assertThat(tied("init scale", rate(Tying.free(4)))).containsExactly("all");
    boolean[] weights = {true, false, true, false};
    assertThat(tied("init scale", ArrayHyperparameter.initScale(Tying.only(weights))))
        .containsExactly("W1", "b1, b2", "W2");
  }

  @Test
  void ofAKindOfTheUsersOwnNothingIsKnown() {
    assertThat(tied(RATE, new Own())).containsExactly("W1", "b1", "W2", "b2");
  }

  @Test
  void manyGroupsAreNamedByTheirEnds() {
    List<String> names = IntStream.range(0, 7).mapToObj(g -> "W" + g).toList();
    assertThat(SharedGroups.by(names, g -> g == 3))
        .extracting(SharedGroups::name)
        .containsExactly("W0 to W6 (6 groups)", "W3");
  }

  private static List<String> tied(String name, Hyperparameter tuned) {
    List<ParameterGroup> groups =
        IntStream.range(0, GROUPS.size())
            .mapToObj(g -> new ParameterGroup(GROUPS.get(g), 1, g + 1))
            .toList();
    HyperparameterSpace space = new HyperparameterSpace(new RunSettings(2, groups), List.of(tuned));
    return SharedGroups.tied(GROUPS, space, name).stream().map(SharedGroups::name).toList();
  }

  private static Hyperparameter rate(Tying tying) {
    return new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, 2, 1, tying);
  }

  /** A kind of hyperparameter that this program does not know. */
  private static final class Own implements Hyperparameter {

    @Override
    public String name() {
      return RATE;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public double[] start(RunSettings settings) {
      return new double[0];
    }

    @Override
    public void apply(double[] raw, RunSettings settings) {}

    @Override
    public double[] pullBack(double[] raw, RunSettings derivative) {
      return new double[0];
    }
  }
}
