package org.retrograde.experiments.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Sizes that nobody has built are those that would be built. */
final class ProblemSizesTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);

  private static TrainingProblem problem(String experiment, String... changes) {
    return ProblemType.open(ConfigReader.readFileOrBuiltin(experiment, List.of(changes)), DEVICE);
  }

  @ParameterizedTest(name = "{0}, {1} parameters")
  @CsvSource({"smoke,3000", "smoke,2e4", "smoke,1e6", "smoke-gpt,1e4", "smoke-gpt,1e6"})
  void groupsAreThoseOfTheWidth(String experiment, double parameters) {
    TrainingProblem problem = problem(experiment);
    ProblemSize size = new ProblemSizes(problem).nearest(parameters);
    assertThat(size.groups()).isEqualTo(problem.groups(size.width()));
    assertThat(size.parameters())
        .isEqualTo(size.groups().stream().mapToLong(ParameterGroup::size).sum());
  }

  @Test
  void theNearestIsNearerThanItsNeighbours() {
    TrainingProblem problem = problem("smoke");
    ProblemSize size = new ProblemSizes(problem).nearest(1e6);
    for (int other : new int[] {size.width() - 1, size.width() + 1}) {
      long parameters = problem.groups(other).stream().mapToLong(ParameterGroup::size).sum();
      assertThat(Math.abs(parameters - 1_000_000L))
          .isGreaterThanOrEqualTo(Math.abs(size.parameters() - 1_000_000L));
    }
  }

  @Test
  void aGroupThatNoArrayHoldsIsNotMade() {
    ProblemSize size = new ProblemSizes(problem("smoke", "model.depth=2")).nearest(1e11);
    assertThat(size.parameters()).isBetween(90_000_000_000L, 110_000_000_000L);
    assertThat(size.largestGroup()).isGreaterThan(Integer.MAX_VALUE);
    assertThat(size.groups()).isEmpty();
  }

  @Test
  void aProblemWithoutWidthsGrowsByRows() {
    TrainingProblem problem =
        problem("smoke", "model.hidden=[8, 8]", "transfer=null", "sweep=null");
    long own = problem.groups().stream().mapToLong(ParameterGroup::size).sum();
    ProblemSizes sizes = new ProblemSizes(problem);
    assertThat(sizes.nearest(1).groups()).isEqualTo(problem.groups());
    assertThat(sizes.nearest(10.0 * own).parameters()).isEqualTo(10 * own);
  }
}
