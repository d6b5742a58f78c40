package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

final class SearchSpaceTest {

  private final Device device = Devices.open("host", Precision.FLOAT32, 1);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private Workbench bench(String hyperparameters, String... others) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "search={methods: [random], runs: 9, hyperparameters: " + hyperparameters + "}"));
    overrides.addAll(List.of(others));
    return new Workbench(ConfigReader.readBuiltin("smoke", overrides), device);
  }

  @Test
  void aLearningRateShapedAsOneCycleIsThePeakOfOne() {
    Workbench bench =
        bench(
            "[{name: learning-rate, per: all, knots: 1, shape: one-cycle}]", "training.warmup=0.1");
    SearchSpace space = SearchSpace.of(bench);
    assertThat(space.values(space.searched().space().start()))
        .hasEntrySatisfying("learning rate", peak -> assertThat(peak).isCloseTo(1, within(1e-12)));
    RunSettings drawn = space.searched().space().settings(new double[] {Math.log(3)});
    RunSettings arm =
        Hyperparameters.settings(bench, new ArmConfig(new OneCycle(), 3, 0.8, "test"));
    for (int t = 0; t < 20; t++) {
      double expected = arm.coefficients().get(Coefficient.LEARNING_RATE, t, 0);
      assertThat(drawn.coefficients().get(Coefficient.LEARNING_RATE, t, 0))
          .isCloseTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void boundsAreValuesAndTheirDefaultIsTenfoldEitherWay() {
    SearchSpace space =
        SearchSpace.of(
            bench(
                "[{name: learning-rate, per: all, knots: 1, bounds: [0.1, 2]},"
                    + " {name: momentum, per: all, knots: 1, bounds: [0.5, 0.95]},"
                    + " {name: init-scale, per: weight-group, bounds: [0.5, 4]},"
                    + " {name: l2, per: all, start: 0.01}]"));
    assertThat(space.values(space.box().lower().toArray()).values())
        .usingElementComparator(SearchSpaceTest::nearly)
        .containsExactly(0.1, 0.5, 0.5, 0.5, 0.5, 0.001);
    assertThat(space.values(space.box().upper().toArray()).values())
        .usingElementComparator(SearchSpaceTest::nearly)
        .containsExactly(2.0, 0.95, 4.0, 4.0, 4.0, 0.1);
    assertThat(space.values(space.searched().space().start()).keySet())
        .containsExactly(
            "learning rate", "momentum", "init scale 1", "init scale 2", "init scale 3", "l2");
  }

  private static int nearly(double a, double b) {
    return Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b);
  }
}
