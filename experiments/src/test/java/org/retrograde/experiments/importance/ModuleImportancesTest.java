package org.retrograde.experiments.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.experiments.python.PythonFixture;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.VarianceShare;
import org.retrograde.reports.statistics.Spread;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

final class ModuleImportancesTest {

  private static final long SEED = 5;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private Workbench bench(String name, String... sets) {
    List<String> all = new ArrayList<>(List.of("run.precision=float64"));
    all.addAll(List.of(sets));
    return new Workbench(ConfigReader.readBuiltin(name, all), device);
  }

  private static List<String> names(List<VarianceShare> shares) {
    return shares.stream().map(VarianceShare::name).toList();
  }

  @Test
  void aNumberBelongsToItsTypeOrBlockAndAModuleHasTheSumOfItsNumbers() {
    Workbench bench =
        bench(
            "smoke-gpt",
            """
            tune.hyperparameters=[{name: init-scale, per: type-depth},
              {name: learning-rate, knots: 2, per: type}, {name: beta1, knots: 1, per: all}]\
            """);
    SearchSpace space = ModuleImportances.tuned(bench);
    double[] slopes = new double[space.box().size()];
    Arrays.setAll(slopes, i -> i + 1);
    ModuleShares shares = ModuleImportances.of(bench, space, List.of(slopes), List.of());
    assertThat(names(shares.modules()))
        .contains("embedding", "query", "readout", "block 2", "all modules")
        .doesNotHaveDuplicates();
    assertThat(shares.numbers())
        .filteredOn(number -> number.module().equals("query"))
        .extracting(VarianceShare::name)
        .containsExactly(
            "init scale of query",
            "learning rate of query, knot 1",
            "learning rate of query, knot 2");
    for (VarianceShare module : shares.modules()) {
      double sum =
          shares.numbers().stream()
              .filter(number -> number.module().equals(module.name()))
              .mapToDouble(number -> number.start().share())
              .sum();
      assertThat(module.start().share()).isCloseTo(sum, within(1e-12));
      assertThat(module.tuned().share()).isNaN();
    }
    assertThat(shares.modules().stream().mapToDouble(module -> module.start().share()).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void theBoxIsThatOfTheSearchWhereItSearchesTheSameNumbers() {
    String tune = "tune.hyperparameters=[{name: init-scale, per: type}]";
    String narrow = "[{name: init-scale, per: type, bounds: [0.9, 1.1]}]";
    String other = "[{name: init-scale, per: depth, bounds: [0.9, 1.1]}]";
    String search = "search={methods: [random], runs: 9, hyperparameters: %s}";
    assertThat(side(bench("smoke-gpt", tune))).isCloseTo(2 * Math.log(10), within(1e-12));
    assertThat(side(bench("smoke-gpt", tune, search.formatted(narrow))))
        .isCloseTo(Math.log(1.1 / 0.9), within(1e-12));
    assertThat(side(bench("smoke-gpt", tune, search.formatted(other))))
        .isCloseTo(2 * Math.log(10), within(1e-12));
  }

  private static double side(Workbench bench) {
    SearchSpace space = ModuleImportances.tuned(bench);
    return space.box().upper().toArray()[0] - space.box().lower().toArray()[0];
  }

  /**
   * Forests overrate what matters most, here by a tenth of the variance; the order is the same.
   * Over a box of a ten thousandth either way the final loss of a network is next to linear.
   */
  @Test
  void exactSharesAgreeWithFanovaOfTrainingRunsOverANarrowBox()
      throws IOException, InterruptedException {
    OptunaFixture.assumeOptuna();
    Workbench bench =
        bench(
            "smoke",
            """
            tune.hyperparameters=[{name: learning-rate, knots: 1, per: type, bounds: [0.9999, 1.0001]},
              {name: init-scale, per: type, bounds: [0.9999, 1.0001]}]\
            """);
    SearchSpace space = ModuleImportances.tuned(bench);
    HyperparameterSpace raws = space.searched().space();
    double[] slopes =
        raws.pullBack(
            raws.start(),
            new Derivative(Strategy.REPLAY)
                .of(bench, raws.base(), bench.width(), SEED)
                .derivative());
    ModuleShares exact = ModuleImportances.of(bench, space, List.of(slopes), List.of());
    Well19937c random = new Well19937c(SEED);
    List<double[]> points = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int trial = 0; trial < 300; trial++) {
      double[] point = new double[raws.size()];
      Arrays.setAll(point, i -> random.nextDouble());
      points.add(point);
      losses.add(
          new FinalLoss().of(bench, raws.settings(space.box().raw(point)), bench.width(), SEED));
    }
    ModuleShares both =
        ModuleImportances.with(exact, Fanova.of(PythonFixture.PYTHON, points, losses, SEED));
    assertThat(both.note()).isEmpty();
    assertThat(both.trials()).isEqualTo(300);
    assertThat(both.numbers()).hasSize(8);
    for (VarianceShare number : both.numbers()) {
      assertThat(Spread.of(number.fanova()).mean())
          .as(number.name())
          .isCloseTo(number.start().share(), within(0.12));
    }
    assertThat(mostFirst(both, number -> Spread.of(number.fanova()).mean()))
        .isEqualTo(mostFirst(both, number -> number.start().share()));
    assertThat(names(both.modules())).isEqualTo(names(exact.modules()));
  }

  /** Returns the names of the three numbers that matter most. */
  private static List<String> mostFirst(
      ModuleShares shares, ToDoubleFunction<VarianceShare> share) {
    return names(
        shares.numbers().stream()
            .sorted(Comparator.comparingDouble(share).reversed())
            .limit(3)
            .toList());
  }

  @Test
  void withoutFanovaItsReasonIsKept() {
    ModuleShares shares = new ModuleShares(List.of(), List.of(), 7, "");
    assertThat(ModuleImportances.with(shares, Fanova.none("it is not there")).note())
        .isEqualTo("it is not there");
  }
}
