package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.python.PythonFixture;
import org.retrograde.reports.record.RunDirectory;

/** A model in PyTorch goes from its file to a report, to other widths and back to PyTorch. */
final class PythonCommandsTest {

  private static final String[] SHORT = {
    "--set=run.precision=float64",
    "--set=training.steps=20",
    "--set=training.epsilon=1e-3",
    "--set=tune.iterations=2",
    "--set=tune.check-every=1",
    "--set=judge.seeds=1"
  };

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needTorch() throws IOException, InterruptedException {
    PythonFixture.assumeTorch();
  }

  private static Invocation done(String... words) {
    Invocation result = Invocation.of(words);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return result;
  }

  private static String[] with(String[] more, String... words) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  @Test
  void goesFromAFileToAReportToOtherWidthsAndBackToPytorch()
      throws IOException, InterruptedException {
    Path model = PythonFixture.copy("steady.py", folder);
    Path yaml = folder.resolve("steady.yaml");
    done("init", "--python=" + model, "--interpreter=" + PythonFixture.PYTHON, "--out=" + yaml);
    assertThat(Files.readString(yaml))
        .contains("# Made by `./retrograde init " + model + " --interpreter=")
        .contains("width: 8", "\"0.weight\": input ", "\"2.weight\": hidden ")
        .contains("\"4.weight\": readout ", "\"4.bias\":   readout-bias", "2 x 8");

    Path run = folder.resolve("run");
    done(with(SHORT, "run", yaml.toString(), "--out=" + run));
    assertThat(run.resolve("report.html")).exists();
    assertThat(RunDirectory.open(run).read().manifest().dataHashes()).containsKey("steady.py");

    Path exported = folder.resolve("steady_wide.py");
    done("export", run.toString(), "--to=pytorch", "--out=" + exported, "--width=32");
    double loss = transferred(run);
    assertThat(trained(exported)).isCloseTo(loss, within(1e-4 * loss));
  }

  /** Returns the validation loss of a run with the recipe. */
  private static double transferred(Path run) {
    String json = done("transfer", run.toString(), "--width=32", "--seeds=1", "--json").out();
    return Double.parseDouble(
        json.replaceAll("(?s).*\"validationLoss\"\\s*:\\s*\\{?[^0-9]*([0-9.Ee-]+).*", "$1"));
  }

  /** Trains by the exported file alone and returns the final loss that it prints. */
  private static double trained(Path exported) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                PythonFixture.PYTHON,
                "-c",
                """
                import runpy, sys, torch
                torch.set_default_dtype(torch.float64)
                torch.set_printoptions(precision=12)
                sys.path.insert(0, sys.argv[2])
                runpy.run_path(sys.argv[1], run_name="__main__")
                """,
                exported.toString(),
                exported.resolveSibling("").toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return Double.parseDouble(out.replaceAll("(?s).*tensor\\(([0-9.e-]+).*", "$1"));
  }
}
