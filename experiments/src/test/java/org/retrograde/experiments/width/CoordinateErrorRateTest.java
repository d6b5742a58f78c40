package org.retrograde.experiments.width;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * How often the check is wrong: over networks that are right, and over planted faults. A build
 * looks at a few of each; {@code -Dretrograde.coordcheck.cases=1000} measures the rates that
 * docs/mup.md gives, and reports them.
 */
final class CoordinateErrorRateTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);

  private static final int CASES = Integer.getInteger("retrograde.coordcheck.cases", 6);
  private static final double ALLOWED = 0.01;

  private static final List<List<Integer>> WIDTHS =
      List.of(List.of(32, 64, 128), List.of(32, 64, 128, 256, 512));

  /** Few outputs and a small tanh network, whose batches are seldom in balance. */
  private static final List<String> SMALL =
      List.of(
          "data.features=6",
          "data.classes=3",
          "data.train=60",
          "model.width=16",
          "model.base-width=16",
          "model.activation=tanh");

  private static final List<List<String>> PROBLEMS =
      List.of(
          with(SMALL, "training.batch=20"),
          List.of(),
          with(SMALL, "training.batch=60"),
          List.of("data.train=60", "training.batch=20"));

  private static final List<List<String>> OPTIMIZERS =
      List.of(
          List.of(),
          List.of(
              "training.optimizer=momentum", "training.learning-rate=0.5", "training.momentum=0.9"),
          List.of("training.optimizer=adamw", "training.learning-rate=0.02"));

  private static final List<String> FORMS = List.of("mup", "mup-t3", "mup-t9", "unit");

  /** A wrong table, an optimizer by its place in {@link #OPTIMIZERS}, and the tensor at fault. */
  private record Planted(String table, int optimizer, String tensor) {}

  private static final List<Planted> FAULTS =
      List.of(
          new Planted("standard", 0, "W3"),
          new Planted("faulty-hidden-rate", 2, "W2"),
          new Planted("faulty-input-rate", 1, "W1"),
          new Planted("faulty-readout-twice", 2, "W3"),
          new Planted("faulty-standard-readout", 0, "W3"),
          new Planted("standard", 1, "W3"),
          new Planted("standard", 2, "W3"),
          new Planted("faulty-input-rate", 0, "W1"),
          new Planted("faulty-readout-twice", 0, "W3"),
          new Planted("faulty-readout-twice", 1, "W3"),
          new Planted("faulty-standard-readout", 1, "W3"),
          new Planted("faulty-standard-readout", 2, "W3"));

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  /** Each of its own root seed, and so of its own data too. */
  @Test
  void networksThatAreRightPass(TestReporter reporter) {
    List<String> wrong = new ArrayList<>();
    Map<Integer, Integer> seeds = new TreeMap<>();
    for (int i = 0; i < CASES; i++) {
      List<Integer> widths = at(WIDTHS, i);
      List<String> changes =
          with(
              at(PROBLEMS, i / 2),
              at(OPTIMIZERS, i / 8),
              List.of("model.parametrization=" + at(FORMS, i / 24), "seed=" + (i + 1)));
      CoordinateSizes sizes = measure(widths, changes);
      CoordinateVerdict verdict = CoordinateVerdict.of(sizes);
      seeds.merge(sizes.seeds(), 1, Integer::sum);
      if (!verdict.passed()) {
        wrong.add("%s %s: %s".formatted(widths, changes, verdict));
      }
    }
    reporter.publishEntry("right networks that do not pass", rate(wrong.size(), CASES));
    reporter.publishEntry("seeds that it took", seeds.toString());
    wrong.forEach(reporter::publishEntry);
    assertThat((double) wrong.size()).isLessThanOrEqualTo(ALLOWED * CASES);
  }

  /** Each at both choices of widths, with root seeds 1 to 5, on every problem. */
  @Test
  void plantedFaultsAreFound(TestReporter reporter) {
    List<String> missed = new ArrayList<>();
    int cases = Math.min(CASES, FAULTS.size() * PROBLEMS.size() * WIDTHS.size() * 5);
    for (int i = 0; i < cases; i++) {
      Planted fault = at(FAULTS, i);
      int rest = i / FAULTS.size();
      List<Integer> widths = at(WIDTHS, rest);
      List<String> changes =
          with(
              at(PROBLEMS, rest / 10),
              OPTIMIZERS.get(fault.optimizer()),
              List.of("model.parametrization=" + fault.table(), "seed=" + (1 + rest / 2 % 5)));
      CoordinateVerdict verdict = CoordinateVerdict.of(measure(widths, changes));
      if (verdict.faults().isEmpty() || !verdict.faults().get(0).tensor().equals(fault.tensor())) {
        missed.add("%s %s: %s".formatted(widths, changes, verdict));
      }
    }
    reporter.publishEntry("planted faults that are not named first", rate(missed.size(), cases));
    missed.forEach(reporter::publishEntry);
    assertThat(missed).isEmpty();
  }

  private static CoordinateSizes measure(List<Integer> widths, List<String> changes) {
    Workbench bench = new Workbench(ConfigReader.readBuiltin("coordcheck-mlp", changes), DEVICE);
    try (TrialEngine engine = new LocalTrials(1)) {
      return new CoordinateCheck(bench, new CoordinateCheck.Settings(widths, 256, 4, 0.125))
          .run(engine, new SilentProgress());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String rate(int wrong, int cases) {
    ConfidenceInterval interval = new WilsonScoreInterval().createInterval(cases, wrong, 0.95);
    return String.format(
        Locale.ROOT,
        "%d of %d, a rate of %.4f to %.4f with 95 %%",
        wrong,
        cases,
        interval.getLowerBound(),
        interval.getUpperBound());
  }

  private static <T> T at(List<T> list, int index) {
    return list.get(index % list.size());
  }

  private static List<String> with(List<String> some, String more) {
    return with(some, List.of(more), List.of());
  }

  private static List<String> with(List<String> a, List<String> b, List<String> c) {
    List<String> all = new ArrayList<>(a);
    all.addAll(b);
    all.addAll(c);
    return all;
  }
}
