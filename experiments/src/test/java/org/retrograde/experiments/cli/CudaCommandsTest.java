package org.retrograde.experiments.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reversible.device.Devices;

/**
 * The built-in experiment {@code smoke} on device {@code cuda}, or on the card that is emulated.
 */
final class CudaCommandsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = System.getProperty("retrograde.test.cuda", "cuda-emulated");
  private static final String DEVICE = "--device=" + NAME;

  @TempDir private static Path folder = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void runSmoke() {
    run = smoke("first", "--jobs=2");
  }

  private static Path smoke(String name, String... more) {
    Path out = folder.resolve(name);
    List<String> words =
        new ArrayList<>(
            List.of("run", "smoke", DEVICE, "--out=" + out, "--set=run.strategy=stored"));
    words.addAll(List.of(more));
    Invocation result = Invocation.of(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("reversal over 20 steps: exact");
    return out;
  }

  private static JsonNode json(String... words) throws IOException {
    Invocation result = Invocation.of(words);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
    return JSON.readTree(result.out());
  }

  @Test
  void aSecondRunHasTheSameBits() throws IOException {
    RunRecord first = RunDirectory.open(run).read();
    RunRecord second = RunDirectory.open(smoke("second", "--jobs=1")).read();
    assertThat(first.manifest().machine()).containsKeys("GPU", "CUDA driver", "CUDA libraries");
    assertThat(first.manifest().settings())
        .containsEntry("device", NAME)
        .containsEntry("products", "float32");
    assertThat(second.manifest().finalStateHash()).isEqualTo(first.manifest().finalStateHash());
    assertThat(second.results().all(Transfer.class))
        .hasSize(8)
        .isEqualTo(first.results().all(Transfer.class));
    assertThat(second.iterations()).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(second.iterations().get(i).objectiveBySeed())
          .isEqualTo(first.iterations().get(i).objectiveBySeed());
    }
  }

  @Test
  void aRecipeTrainsToTheVeryLossOfTheTunedArm() throws IOException {
    double expected =
        RunDirectory.open(run).read().results().all(Transfer.class).stream()
            .filter(transfer -> transfer.arm().equals("tuned") && transfer.width() == 32)
            .mapToDouble(TransferRun::validationLoss)
            .average()
            .orElseThrow();
    String recipe = run.resolve("recipe.json").toString();
    JsonNode trained = json("transfer", recipe, "--width=32", "--seeds=2", "--json", DEVICE);
    assertThat(trained.get("validationLoss").asDouble()).isEqualTo(expected);
  }

  @Test
  void productsInTf32LeaveTheReversalExactAndTheHypergradientNearlyAsItWas() throws IOException {
    JsonNode figures =
        json("check", "smoke", DEVICE, "--set=run.products=tf32", "--json").get("figures");
    assertThat(figures)
        .anySatisfy(
            figure -> {
              assertThat(figure.get("name").asText()).isEqualTo("reversal");
              assertThat(figure.get("value").asDouble()).isZero();
            })
        .anySatisfy(
            figure -> {
              assertThat(figure.get("name").asText()).isEqualTo("tf32 products");
              assertThat(figure.get("value").asDouble()).isBetween(1e-12, 1e-2);
              assertThat(figure.get("explanation").asText()).contains("of its length");
            });
  }

  @Test
  void aPlanForACardSharesTheMemoryThatIsFreeThere() throws IOException {
    Plan plan = RunDirectory.open(run).read().results().find(Plan.class).orElseThrow();
    if (NAME.equals("cuda-emulated")) {
      long half = (1L << 30) / 2;
      assertThat(requireNonNull(plan.budgetBytes())).isBetween(half * 2 / 5, half / 2);
    }
    assertThat(plan.chosen()).isEqualTo("stored");
  }

  @Test
  void growthIsMeasured() throws IOException {
    assumeFalse(NAME.equals("cuda-emulated"), "44,860 parameters take half a minute there");
    JsonNode growth =
        json(
            "growth",
            "--max-steps=100",
            "--max-parameters=10000",
            "--out=" + folder.resolve("growth"),
            DEVICE,
            "--json");
    assertThat(growth.get("series").get(1).get("points"))
        .allSatisfy(point -> assertThat(point.get("exact").asBoolean()).isTrue());
  }

  @Test
  void infoDescribesTheDevice() throws IOException {
    JsonNode facts = json("info", DEVICE, "--json");
    assertThat(facts.get("device").asText()).isEqualTo(NAME + " FLOAT32");
    assertThat(facts.get("GPU").asText()).contains("compute capability");
    assertThat(facts.get("BLAS").asText()).endsWith("no TF32");
    assertThat(facts.get("threads").asText()).isEqualTo("without effect on this device");
    assertThat(facts.has("CUDA driver")).isTrue();
    assertThat(facts.has("CUDA libraries")).isTrue();
  }

  @Test
  void infoSaysWhatDeviceCudaWouldRunOnOrWhyItCannot() throws IOException {
    String cuda = json("info", "--json").get("device cuda").asText();
    if (Devices.whyNot("cuda").isPresent()) {
      assertThat(cuda).isEqualTo("not usable: " + Devices.whyNot("cuda").get());
    } else {
      assertThat(cuda).contains("compute capability", "CUDA driver", "CUDA libraries");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run smoke --out=OUT",
        "check smoke",
        "plan smoke",
        "growth --out=OUT",
        "bench",
        "coordcheck smoke",
        "info"
      })
  void withoutACardOneMessageSaysWhatIsMissing(String command) {
    assumeFalse(Devices.usable().contains("cuda"), "there is a card here");
    Path out = folder.resolve("nothing");
    List<String> words = new ArrayList<>(List.of(command.replace("OUT", "" + out).split(" ", -1)));
    words.add("--device=cuda");
    Invocation result = Invocation.of(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("retrograde: device cuda: ");
    assertThat(out).doesNotExist();
  }
}
