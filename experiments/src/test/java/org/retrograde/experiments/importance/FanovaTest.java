package org.retrograde.experiments.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.python.PythonFixture;
import org.retrograde.hypergrad.search.Box;
import org.retrograde.reports.statistics.Spread;

final class FanovaTest {

  private static final double[] SLOPES = {1, -2, 0.5, 0, 3};

  /** Uniform draws. */
  private static List<double[]> points(int count) {
    Well19937c random = new Well19937c(7);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] point = new double[SLOPES.length];
      Arrays.setAll(point, j -> random.nextDouble());
      points.add(point);
    }
    return points;
  }

  private static double[] means(ToDoubleFunction<double[]> loss) throws InterruptedException {
    List<double[]> points = points(200);
    Fanova found =
        Fanova.of(
            PythonFixture.PYTHON, points, points.stream().map(loss::applyAsDouble).toList(), 3);
    assertThat(found.note()).isEmpty();
    assertThat(found.trials()).isEqualTo(200);
    assertThat(found.byForest()).hasSize(5);
    double[] means = new double[SLOPES.length];
    Arrays.setAll(means, i -> Spread.of(found.sum(i)).mean());
    return means;
  }

  private static double linear(double[] point) {
    double sum = 0;
    for (int i = 0; i < point.length; i++) {
      sum += SLOPES[i] * point[i];
    }
    return sum;
  }

  private static double slopeShare(int number, double[]... slopes) {
    double[] middle = new double[SLOPES.length];
    Arrays.fill(middle, 0.5);
    return new LinearShares(Box.around(middle, 0.5), List.of(slopes)).of(number).share();
  }

  @Test
  void fanovaAgreesWithTheExactSharesOfALinearLoss() throws IOException, InterruptedException {
    OptunaFixture.assumeOptuna();
    double[] means = means(FanovaTest::linear);
    assertThat(Arrays.stream(means).sum()).isCloseTo(1, within(1e-9));
    for (int i = 0; i < means.length; i++) {
      assertThat(means[i]).isCloseTo(slopeShare(i, SLOPES), within(0.1));
    }
  }

  /** The control: what a bowl varies by is not in the slopes at one point of it. */
  @Test
  void onACurvedLossTheyTellDifferentThings() throws IOException, InterruptedException {
    OptunaFixture.assumeOptuna();
    double[] means = means(point -> 0.1 * point[0] + 9 * (point[1] - 0.5) * (point[1] - 0.5));
    double[] slopesInTheMiddle = {0.1, 0, 0, 0, 0};
    assertThat(slopeShare(0, slopesInTheMiddle)).isEqualTo(1);
    assertThat(means[0]).isLessThan(0.1);
    assertThat(means[1]).isGreaterThan(0.8);
  }

  @Test
  void theSameSeedGivesTheSameSharesAndSeedsOfForestsDiffer()
      throws IOException, InterruptedException {
    OptunaFixture.assumeOptuna();
    List<double[]> points = points(40);
    List<Double> losses = new ArrayList<>(points.stream().map(FanovaTest::linear).toList());
    losses.set(3, Double.POSITIVE_INFINITY);
    Fanova once = Fanova.of(PythonFixture.PYTHON, points, losses, 3);
    assertThat(Fanova.of(PythonFixture.PYTHON, points, losses, 3)).isEqualTo(once);
    assertThat(once.byForest()).doesNotHaveDuplicates();
  }

  @Test
  void withoutOptunaThereIsANote(@TempDir Path folder) throws IOException, InterruptedException {
    Path bare = folder.resolve("python-without");
    Files.writeString(
        bare, "#!/bin/sh\ncat > /dev/null\necho '{\"error\": \"No module named optuna\"}'\n");
    Files.setPosixFilePermissions(bare, PosixFilePermissions.fromString("rwx------"));
    Fanova none = Fanova.of(bare.toString(), points(3), List.of(1.0, 2.0, 3.0), 3);
    assertThat(none.byForest()).isEmpty();
    assertThat(none.trials()).isZero();
    assertThat(none.sum(0, 1)).isEmpty();
    assertThat(none.note())
        .contains("has no Optuna with scikit-learn (No module named optuna)", "python3-optuna");
  }

  @Test
  void whatCannotBeRunIsANoteToo() throws InterruptedException {
    assertThat(Fanova.of("/no/python", points(3), List.of(1.0, 2.0, 3.0), 3).note())
        .startsWith("there is no fANOVA: /no/python gave no answer");
  }

  @Test
  void lossesThatAreAllAlikeAreNotDivided() throws InterruptedException {
    List<Double> diverged = Collections.nCopies(3, Double.NaN);
    assertThat(Fanova.of("/no/python", points(3), diverged, 3).note())
        .isEqualTo("fANOVA needs trials whose losses differ; there are 3, all alike");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fanova.of("/no/python", points(3), List.of(1.0), 3))
        .withMessage("every point has a loss, got 3 and 1");
  }
}
