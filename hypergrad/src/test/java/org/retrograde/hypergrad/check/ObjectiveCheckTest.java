package org.retrograde.hypergrad.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.DerivativeFinding.Kind;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Each derivative of an objective is told apart from the others when it is wrong by 1 %. */
final class ObjectiveCheckTest {

  /** f = sum of w_i^4 / 4 + (sum of w_i)^2 / 2 + |w_0 - kink| over two groups. */
  private record Quartic(
      double gradientFactor, double finalFactor, double product, double skew, double kink)
      implements HostObjective {

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("a", 2, 2), new ParameterGroup("b", 1, 3));
    }

    @Override
    public double[][] initialWeights() {
      return new double[][] {{1, -0.5, 0.25, 2}, {0.5, -1, 1.5}};
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      return evaluate(gradientFactor, weights, gradient);
    }

    private double evaluate(double factor, double[][] weights, double[][] gradient) {
      double sum = sum(weights);
      double loss = sum * sum / 2 + Math.abs(weights[0][0] - kink);
      for (int g = 0; g < weights.length; g++) {
        for (int i = 0; i < weights[g].length; i++) {
          double w = weights[g][i];
          loss += w * w * w * w / 4;
          gradient[g][i] = w * w * w + sum;
        }
      }
      gradient[0][0] += Math.signum(weights[0][0] - kink);
      gradient[1][1] *= factor;
      return loss;
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] result) {
      double sum = sum(direction);
      for (int g = 0; g < weights.length; g++) {
        for (int i = 0; i < weights[g].length; i++) {
          result[g][i] = 3 * weights[g][i] * weights[g][i] * direction[g][i] + sum;
        }
      }
      result[0][3] *= product;
      result[1][0] += skew * direction[0][1];
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return evaluate(finalFactor, weights, gradient);
    }

    private static double sum(double[][] groups) {
      double sum = 0;
      for (double[] group : groups) {
        for (double entry : group) {
          sum += entry;
        }
      }
      return sum;
    }
  }

  private static List<DerivativeFinding> findings(HostObjective host, long seed) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(host);
      RunSettings settings = new RunSettings(5, objective.groups());
      settings.l2()[0] = 0.1;
      settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, new double[] {0.1, -0.2});
      TrainingRun run =
          new TrainingRun(device, objective, new Momentum(MomentumForm.PAPER), settings);
      ObjectiveCheck check = new ObjectiveCheck(run, new Well19937c(seed));
      List<DerivativeFinding> findings = new ArrayList<>(check.atStep(2, run.initialWeights()));
      findings.addAll(check.atEnd(run.initialWeights()));
      return findings;
    }
  }

  private static List<DerivativeFinding> those(
      Agreement agreement, List<DerivativeFinding> findings) {
    return findings.stream().filter(finding -> finding.agreement() == agreement).toList();
  }

  private static Quartic right() {
    return new Quartic(1, 1, 1, 0, -9);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRightObjectiveAgreesInEveryDerivative(long seed) {
    List<DerivativeFinding> findings = findings(right(), seed);
    assertThat(findings).extracting(DerivativeFinding::kind).contains(Kind.values());
    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.agreement()).isEqualTo(Agreement.AGREES))
        .allSatisfy(finding -> assertThat(finding.error()).isLessThan(1e-8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneEntryOfTheGradientThatIsWrongByOnePercentIsFoundInItsGroup(long seed) {
    List<DerivativeFinding> wrong =
        those(Agreement.DIFFERS, findings(new Quartic(1.01, 1, 1, 0, -9), seed));
    assertThat(wrong)
        .filteredOn(finding -> finding.kind() == Kind.GRADIENT)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.block()).isEqualTo("b"));
    assertThat(wrong).extracting(DerivativeFinding::kind).doesNotContain(Kind.FINAL_GRADIENT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theGradientOfTheFinalLossIsToldFromThatOfTraining(long seed) {
    assertThat(those(Agreement.DIFFERS, findings(new Quartic(1, 1.01, 1, 0, -9), seed)))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Kind.FINAL_GRADIENT));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneEntryOfTheHessianProductThatIsWrongByOnePercentIsFoundInItsGroup(long seed) {
    List<DerivativeFinding> wrong =
        those(Agreement.DIFFERS, findings(new Quartic(1, 1, 1.01, 0, -9), seed));
    assertThat(wrong)
        .extracting(DerivativeFinding::kind)
        .contains(Kind.HESSIAN_PRODUCT, Kind.SYMMETRY)
        .doesNotContain(Kind.GRADIENT, Kind.FINAL_GRADIENT);
    assertThat(wrong)
        .filteredOn(finding -> finding.kind() == Kind.HESSIAN_PRODUCT)
        .allSatisfy(finding -> assertThat(finding.block()).isEqualTo("a"));
  }

  @Test
  void aProductThatIsSkewIsWrong() {
    assertThat(those(Agreement.DIFFERS, findings(new Quartic(1, 1, 1, 0.05, -9), 1)))
        .extracting(DerivativeFinding::kind)
        .contains(Kind.HESSIAN_PRODUCT, Kind.SYMMETRY);
  }

  /** The kink at the point itself spoils the comparison of its group alone. */
  @Test
  void aKinkAtThePointIsNotComparableRatherThanWrong() {
    double multiplied = Math.exp(0.1);
    List<DerivativeFinding> findings = findings(new Quartic(1, 1, 1, 0, multiplied), 1);
    assertThat(those(Agreement.DIFFERS, findings)).isEmpty();
    assertThat(those(Agreement.INCOMPARABLE, findings))
        .filteredOn(finding -> finding.kind() == Kind.GRADIENT)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.block()).isEqualTo("a"));
    assertThat(those(Agreement.AGREES, findings)).isNotEmpty();
  }
}
