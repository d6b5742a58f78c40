package org.retrograde.hypergrad.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** The check itself, on a sum of sines whose derivative is known: it must be able to fail. */
final class DerivativeCheckTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(new ParameterGroup("a", 2, 2), new ParameterGroup("b", 1, 3));

  @Test
  void theFivePointStencilIsOfFourthOrder() {
    RunSettings at = settings(1);
    RunSettings derivative = derivative(at);
    RunSettings direction = settings(2);
    double exact = derivative.dot(direction);
    double wide = error(at, direction, exact, 0.2);
    double narrow = error(at, direction, exact, 0.1);
    assertThat(wide / narrow).isCloseTo(16, within(0.8));
  }

  private static double error(RunSettings at, RunSettings direction, double exact, double width) {
    CentralDifferences differences = new CentralDifferences(DerivativeCheckTest::loss, width);
    return Math.abs(differences.along(at, direction) - exact);
  }

  @Test
  void aRightDerivativePassesInEveryBlock() {
    RunSettings at = settings(3);
    DerivativeCheck check = check(at, derivative(at));
    assertThat(check.everyEntry())
        .extracting(BlockError::block)
        .containsExactly(
            "learning rate",
            "momentum",
            "init scale",
            "L2 penalty",
            "L2 penalty of each weight",
            "temperature");
    assertThat(check.everyEntry()).allSatisfy(e -> assertThat(e.error()).isLessThan(1e-10));
    assertThat(check.sampled(new Well19937c(1), 5))
        .allSatisfy(e -> assertThat(e.error()).isLessThan(1e-10));
  }

  @Test
  void aBlockThatIsWrongByOneInAThousandIsFoundAndItAlone() {
    RunSettings at = settings(4);
    RunSettings wrong = derivative(at);
    wrong.lossParameter("temperature")[1] *= 1.001;
    List<BlockError> errors = check(at, wrong).everyEntry();
    assertThat(errors.subList(0, 5)).allSatisfy(e -> assertThat(e.error()).isLessThan(1e-10));
    assertThat(errors.get(5).error()).isBetween(1e-4, 1.1e-3);
  }

  @Test
  void aNumberThatIsNotOneIsAnInfiniteError() {
    RunSettings at = settings(5);
    RunSettings wrong = derivative(at);
    wrong.l2()[1] = Double.NaN;
    assertThat(check(at, wrong).everyEntry().get(3).error()).isInfinite();
  }

  @Test
  void aCoefficientThatWasNeverSetIsCheckedAtZero() {
    RunSettings at = settings(6);
    RunSettings derivative = derivative(at);
    derivative.coefficients().fill(Coefficient.WEIGHT_DECAY, 1); // the cosine of 0
    assertThat(check(at, derivative).everyEntry())
        .extracting(BlockError::block)
        .contains("weight decay");
    assertThat(check(at, derivative).everyEntry())
        .allSatisfy(e -> assertThat(e.error()).isLessThan(1e-10));
  }

  private static DerivativeCheck check(RunSettings at, RunSettings derivative) {
    return new DerivativeCheck(
        new CentralDifferences(DerivativeCheckTest::loss, 1e-3), at, derivative);
  }

  /** The sum of the sines of all numbers. */
  private static double loss(RunSettings settings) {
    double sum = 0;
    for (Coefficient coefficient : settings.coefficients().coefficients()) {
      for (double[] row : settings.coefficients().copyOf(coefficient)) {
        sum += sines(row);
      }
    }
    for (double[] row : settings.l2PerParameter()) {
      sum += sines(row);
    }
    return sum
        + sines(settings.initLogScale())
        + sines(settings.l2())
        + sines(settings.lossParameter("temperature"));
  }

  private static double sines(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += Math.sin(number);
    }
    return sum;
  }

  private static RunSettings derivative(RunSettings at) {
    RunSettings derivative = at.copy();
    for (Coefficient coefficient : derivative.coefficients().coefficients()) {
      derivative.coefficients().change(coefficient, (step, group, value) -> Math.cos(value));
    }
    derivative.l2PerParameter().forEach(DerivativeCheckTest::replaceByCosines);
    replaceByCosines(derivative.initLogScale());
    replaceByCosines(derivative.l2());
    replaceByCosines(derivative.lossParameter("temperature"));
    return derivative;
  }

  private static void replaceByCosines(double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.cos(numbers[i]);
    }
  }

  private static RunSettings settings(long seed) {
    Well19937c random = new Well19937c(seed);
    RunSettings settings = new RunSettings(3, GROUPS);
    for (int t = 0; t < 3; t++) {
      for (int g = 0; g < 2; g++) {
        settings.coefficients().set(Coefficient.LEARNING_RATE, t, g, random.nextDouble());
        settings.coefficients().set(Coefficient.MOMENTUM, t, g, random.nextDouble());
      }
    }
    settings.l2PerParameter().forEach(row -> fill(random, row));
    fill(random, settings.initLogScale());
    fill(random, settings.l2());
    settings.setLossParameter("temperature", new double[2]);
    fill(random, settings.lossParameter("temperature"));
    return settings;
  }

  private static void fill(Well19937c random, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextDouble();
    }
  }
}
