package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class ArrayHyperparameterTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("a", 1, 2),
          new ParameterGroup("b", 1, 1),
          new ParameterGroup("c", 1, 1));

  @Test
  void tiedPlacesTakeOneNumberAndAddUpTheirDerivatives() {
    ArrayHyperparameter scale = ArrayHyperparameter.initScale(new Tying(1, new int[] {0, -1, 0}));
    RunSettings settings = new RunSettings(1, GROUPS);
    settings.initLogScale()[1] = 7;
    scale.apply(new double[] {0.5}, settings);
    assertThat(settings.initLogScale()).containsExactly(0.5, 7, 0.5);
    assertThat(scale.start(settings)).containsExactly(0.5);
    RunSettings derivative = new RunSettings(1, GROUPS);
    derivative.initLogScale()[0] = 3;
    derivative.initLogScale()[1] = 100;
    derivative.initLogScale()[2] = -1;
    assertThat(scale.pullBack(new double[] {0.5}, derivative)).containsExactly(2);
  }

  @Test
  void theStartOfTiedPlacesIsThatOfTheFirst() {
    RunSettings settings = new RunSettings(1, GROUPS);
    settings.initLogScale()[0] = 1;
    settings.initLogScale()[2] = 9;
    assertThat(ArrayHyperparameter.initScale(Tying.shared(3)).start(settings)).containsExactly(1);
  }

  @Test
  void penaltiesMoveInLogSpace() {
    ArrayHyperparameter l2 = ArrayHyperparameter.l2(Tying.free(3));
    RunSettings settings = new RunSettings(1, GROUPS);
    l2.apply(new double[] {0, -1, 2}, settings);
    assertThat(settings.l2()).containsExactly(1, Math.exp(-1), Math.exp(2));
    assertThat(l2.start(settings)).containsExactly(new double[] {0, -1, 2}, within(1e-15));
    RunSettings derivative = new RunSettings(1, GROUPS);
    derivative.l2()[2] = 10;
    assertThat(l2.pullBack(new double[] {0, -1, 2}, derivative))
        .containsExactly(0, 0, 10 * Math.exp(2));
  }

  @Test
  void aPenaltyOfZeroIsNoStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArrayHyperparameter.l2(Tying.free(3)).start(new RunSettings(1, GROUPS)))
        .withMessage("LOG cannot start at 0.0: no finite number maps to it");
  }

  @Test
  void theWeightsOfOneGroupHaveAPenaltyEach() {
    ArrayHyperparameter each = ArrayHyperparameter.l2PerParameter("a", 0, 2);
    assertThat(each.name()).isEqualTo("L2 penalty of each weight of a");
    RunSettings settings = new RunSettings(1, GROUPS);
    each.apply(new double[] {0, Math.log(0.25)}, settings);
    assertThat(settings.l2PerParameter().get(0)).containsExactly(1, 0.25);
    assertThat(settings.l2PerParameter().get(1)).containsExactly(0);
  }

  @Test
  void aLossParameterIsWrittenElementByElement() {
    ArrayHyperparameter inputs = ArrayHyperparameter.lossParameter("x", 2);
    RunSettings settings = new RunSettings(1, GROUPS);
    settings.setLossParameter("x", new double[] {1, 2});
    assertThat(inputs.start(settings)).containsExactly(1, 2);
    inputs.apply(new double[] {-3, 4}, settings);
    assertThat(settings.lossParameter("x")).containsExactly(-3, 4);
    assertThat(inputs.pullBack(new double[] {0, 0}, settings)).containsExactly(-3, 4);
  }
}
