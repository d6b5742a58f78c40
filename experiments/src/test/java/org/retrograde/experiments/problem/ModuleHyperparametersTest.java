package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Hyperparameters of a transformer by type of module and depth. */
final class ModuleHyperparametersTest {

  private static final long SEED = 5;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  private final Workbench bench = bench("type-depth");

  @AfterEach
  void closeDevice() {
    device.close();
  }

  /** A small transformer of two blocks. */
  private Workbench bench(String per) {
    return new Workbench(
        ConfigReader.readBuiltin(
            "smoke-gpt",
            List.of(
                "run.precision=float64",
                "model.activation=gelu",
                "training.steps=4",
                "training.warmup=0",
                "reversal.steps=2",
                ("tune.hyperparameters=[{name: init-scale, per: %s},"
                        + " {name: learning-rate, knots: 1, per: %s, shape: linear}]")
                    .formatted(per, per))),
        device);
  }

  private static HyperparameterSpace space(Workbench of) {
    return Hyperparameters.space(of, Objects.requireNonNull(of.config().tune()));
  }

  /** Doubles are added in the same order, so that the sums have the same bits. */
  @Test
  void theHypergradientOfATypeIsTheSumOfThoseOfItsGroups() {
    HyperparameterSpace byModule = space(bench);
    HyperparameterSpace byGroup = space(bench("group"));
    RunSettings derivative =
        new Derivative(Strategy.REPLAY)
            .of(bench, byModule.base(), bench.width(), SEED)
            .derivative();
    double[] ofModules = byModule.pullBack(byModule.start(), derivative);
    double[] ofGroups = byGroup.pullBack(byGroup.start(), derivative);
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, Double> rates = new LinkedHashMap<>();
    List<ModulePlace> places = bench.modules();
    int count = places.size();
    for (int g = 0; g < count; g++) {
      sums.merge(places.get(g).type(), ofGroups[g], Double::sum);
      rates.merge(places.get(g).type(), ofGroups[count + g], Double::sum);
    }
    int types = sums.size();
    int columns = types + 1; // and block 2
    assertThat(ofModules).hasSize(2 * columns);
    double[] expected = sums.values().stream().mapToDouble(sum -> sum).toArray();
    assertThat(Arrays.copyOf(ofModules, types)).containsExactly(expected);
    assertThat(Arrays.copyOfRange(ofModules, columns, columns + types))
        .containsExactly(rates.values().stream().mapToDouble(sum -> sum).toArray(), within(1e-14));
    double ofSecond = 0;
    for (int g = 0; g < count; g++) {
      ofSecond += places.get(g).block() == 2 ? ofGroups[g] : 0;
    }
    assertThat(ofModules[types]).isEqualTo(ofSecond).isNotZero();
  }

  /** The control: the groups of one type do not have one derivative. */
  @Test
  void theGroupsOfATypeHaveDerivativesOfTheirOwn() {
    HyperparameterSpace byGroup = space(bench("group"));
    double[] ofGroups =
        byGroup.pullBack(
            byGroup.start(),
            new Derivative(Strategy.REPLAY)
                .of(bench, byGroup.base(), bench.width(), SEED)
                .derivative());
    List<ModulePlace> places = bench.modules();
    int first = places.indexOf(new ModulePlace("value", 1));
    int second = places.indexOf(new ModulePlace("value", 2));
    assertThat(ofGroups[first]).isNotEqualTo(ofGroups[second]);
  }

  @Test
  void aSearchNamesTypesAndBlocksAndBoundsFactorsAroundOne() {
    Workbench searched =
        new Workbench(
            ConfigReader.readBuiltin(
                "smoke-gpt",
                List.of(
                    "search={methods: [random], runs: 9, hyperparameters: [{name: learning-rate,"
                        + " knots: 1, per: type-depth, bounds: [0.001, 0.1]}]}")),
            device);
    SearchSpace space = SearchSpace.of(searched);
    double[] raw = space.start().stream().mapToDouble(number -> number).toArray();
    Map<String, Double> values = space.values(raw);
    assertThat(values).containsKeys("learning rate of query", "learning rate of readout");
    assertThat(values)
        .hasEntrySatisfying(
            "learning rate of block 2 (factor)", factor -> assertThat(factor).isEqualTo(1));
    int last = raw.length - 1;
    assertThat(space.box().lower().toArray()[last]).isEqualTo(-Math.log(10));
    assertThat(space.box().upper().toArray()[0]).isEqualTo(Math.log(0.1));
  }
}
