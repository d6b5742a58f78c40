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
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Wsd;
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
  void theMomentumGoesDownWhereTheScheduleOfAnArmSaysSo() {
    Workbench bench = bench("[{name: momentum, per: all, knots: 20}]");
    OneCycle cycle = new OneCycle(0.3, 0.04, 4e-6, 0.7);
    RunSettings arm = Hyperparameters.settings(bench, new ArmConfig(cycle, 3, 0.9, "test"));
    RunSettings adam =
        Hyperparameters.settings(
            bench(
                "[{name: beta1, per: all, knots: 1}]",
                "training.optimizer=adamw",
                "tune=null",
                "transfer=null"),
            new ArmConfig(cycle, 3, 0.9, "test"));
    for (int t = 0; t < 20; t++) {
      assertThat(arm.coefficients().get(Coefficient.MOMENTUM, t, 1))
          .isEqualTo(cycle.momentum(0.9, t, 20));
      assertThat(adam.coefficients().get(Coefficient.BETA1, t, 1))
          .isEqualTo(cycle.momentum(0.9, t, 20));
    }
    assertThat(arm.coefficients().get(Coefficient.MOMENTUM, 5, 0)).isEqualTo(0.7);
  }

  @Test
  void theNumbersOfAShapeAreSearchedWithItsPeak() {
    SearchSpace space =
        SearchSpace.of(
            bench(
                "[{name: learning-rate, per: all, knots: 1, shape: {name: wsd, end: 0.1},"
                    + " shape-numbers: [decay, end]}]"));
    assertThat(space.values(space.searched().space().start()).keySet())
        .containsExactly("learning rate", "decay of the shape", "end of the shape");
    double[] raw = {Math.log(2), Transform.LOGIT.raw(0.5), Transform.LOGIT.raw(0.25)};
    RunSettings drawn = space.searched().space().settings(raw);
    Wsd shape = new Wsd(0.5, Fall.LINEAR, 0.25);
    for (int t = 0; t < 20; t++) {
      assertThat(drawn.coefficients().get(Coefficient.LEARNING_RATE, t, 0))
          .isCloseTo(2 * shape.factor(t, 20), within(1e-12));
    }
    double odds = 0.1 / 0.9;
    assertThat(space.values(space.box().upper().toArray()).get("end of the shape"))
        .isCloseTo(10 * odds / (1 + 10 * odds), within(1e-12));
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
