package org.retrograde.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.reversible.optimizer.Coefficient;

/** What the README and the first pages that it leads to show works as it stands there. */
final class ReadmeTest {

  private static final String README = "README.md";
  private static final String TOUR = "docs/tour.md";
  private static final String LIBRARY = "docs/library.md";
  private static final int STEPS = 20;

  @Test
  void theTwoCommandsAreTheFirstCodeBlocksInThisOrder() {
    List<String> commands = Documentation.blocks(README, "sh");

    assertThat(commands.stream().map(String::strip))
        .containsExactly("./retrograde run quickstart", "mvn -B verify");
    assertThat(Documentation.read(README).indexOf("```"))
        .isEqualTo(Documentation.read(README).indexOf("```sh\n./retrograde run quickstart"));
  }

  @Test
  void theReadmeIsOneScreen() {
    assertThat(Documentation.read(README).lines()).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void theReadmeShowsWhatPageAndTableSay() {
    String readme = Documentation.read(README);
    for (String row : List.of("hypergradients", "random search", "CMA-ES")) {
      List<String> here = figures(readme, row);
      assertThat(here).hasSize(3).isEqualTo(figures(Documentation.read("docs/paper/p4.md"), row));
    }
    assertThat(Documentation.read("docs/performance.md"))
        .contains("| 10^5 | 169 | 289 | 7.7 | 118 |")
        .contains("Stored states of 10^5 steps would take 108 GB");
    assertThat(readme).contains("10^5 steps", "7.7 MB", "118 MB", "108 GB");
  }

  /** Returns the losses of the table's row that begins with a word, without seconds. */
  private static List<String> figures(String page, String row) {
    String line =
        page.lines().filter(each -> each.startsWith("| " + row)).findFirst().orElse("no " + row);
    return Pattern.compile("\\b0\\.\\d{3}\\b")
        .matcher(line)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void theLibraryExampleCompilesAndItsDerivativesAreRight() throws ReflectiveOperationException {
    List<String> sources = Documentation.blocks(LIBRARY, "java");
    ClassLoader loader = Documentation.compile(sources);

    Hypergradient result =
        (Hypergradient)
            loader
                .loadClass(Documentation.typeName(sources.get(0)))
                .getMethod("differentiate")
                .invoke(null);

    assertThat(result.reversal().exact()).isTrue();
    assertThat(result.finalLoss()).isCloseTo(finalLoss(-1, 0, 0), within(1e-9));
    for (int step = 0; step < STEPS; step++) {
      double h = 1e-5;
      double ofRate = (finalLoss(step, h, 0) - finalLoss(step, -h, 0)) / (2 * h);
      double ofMomentum = (finalLoss(step, 0, h) - finalLoss(step, 0, -h)) / (2 * h);
      assertThat(result.derivative().coefficients().get(Coefficient.LEARNING_RATE, step, 0))
          .isCloseTo(ofRate, within(1e-7));
      assertThat(result.derivative().coefficients().get(Coefficient.MOMENTUM, step, 0))
          .isCloseTo(ofMomentum, within(1e-7));
    }
  }

  /** The example's training in plain doubles, with one step's rate and momentum changed. */
  private static double finalLoss(int changed, double rateChange, double momentumChange) {
    double w = 1;
    double v = 0;
    for (int step = 0; step < STEPS; step++) {
      v = (0.5 + (step == changed ? momentumChange : 0)) * v + (w - 3);
      w -= (0.1 + (step == changed ? rateChange : 0)) * v;
    }
    return (w - 3) * (w - 3) / 2;
  }

  @Test
  void theExampleConfigIsValid(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("spiral.csv"), "x,y,class\n0.5,0.25,1\n");
    Path file = folder.resolve("spiral.yaml");
    Files.writeString(file, Documentation.blocks(TOUR, "yaml").get(0));

    ExperimentConfig config = ConfigReader.readFileOrBuiltin(file.toString(), List.of());

    assertThat(config.name()).isEqualTo("spiral");
    assertThat(config.tune()).isNotNull();
  }
}
