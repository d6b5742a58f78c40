package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans at other sizes than an experiment has. */
final class ScaleCommandTest {

  private static final String[] MACHINE = {"--memory=1", "--disk=10", "--disk-bandwidth=100"};

  private static Invocation plan(String... more) {
    return Invocation.of(
        Stream.of(new String[] {"plan", "smoke"}, MACHINE, more)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  private static JsonNode json(Invocation result) throws IOException {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return JsonMapper.builder().build().readTree(result.out());
  }

  @Test
  void everySizeSaysWhatEndsFirstUnderEveryStrategy() throws IOException {
    JsonNode planned =
        json(
            plan(
                "--parameters=1e5,1e8,1e12",
                "--steps=20,1000000,1e9",
                "--machines=2",
                "--days=2",
                "--price=3",
                "--json"));
    JsonNode plans = planned.get("plans");
    assertThat(plans).hasSize(9);
    JsonNode small = plans.get(0);
    JsonNode chosen = chosen(small);
    assertThat(chosen.get("fits").asBoolean()).isTrue();
    assertThat(chosen.get("price").asDouble()).isEqualTo(3 * chosen.get("machineHours").asDouble());
    assertThat(chosen.get("machineHours").asDouble()).isEqualTo(2 * chosen.get("hours").asDouble());
    assertThat(chosen.get("leastSeconds").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(chosen.get("mostSeconds").asDouble());

    JsonNode large = plans.get(4);
    assertThat(large.get("beyond").asDouble()).isGreaterThan(10);
    assertThat(large.get("strategies"))
        .allSatisfy(strategy -> assertThat(strategy.get("fits").asBoolean()).isFalse());
    double least = chosen(large).get("endsFirst").get("share").asDouble();
    assertThat(large.get("strategies"))
        .as("what needs least is named where nothing suffices")
        .allSatisfy(
            strategy ->
                assertThat(strategy.get("endsFirst").get("share").asDouble())
                    .isGreaterThanOrEqualTo(least));

    assertThat(plans.get(2).get("refused").get("name").asText()).isEqualTo("tensor length");
    assertThat(plans.get(6).get("refused").get("name").asText()).isEqualTo("steps x groups");
    assertThat(plans.get(6).get("strategies")).isEmpty();
  }

  private static JsonNode chosen(JsonNode plan) {
    for (JsonNode strategy : plan.get("strategies")) {
      if (strategy.get("name").equals(plan.get("chosen"))) {
        return strategy;
      }
    }
    throw new AssertionError("nothing chosen: " + plan);
  }

  @Test
  void predictionsStandBesideMeasurements() throws IOException {
    JsonNode checks =
        json(plan("--parameters=2e4", "--steps=40", "--measure", "--processor-time", "--json"))
            .get("checks");
    assertThat(checks).hasSize(3);
    assertThat(checks.get(0).get("measured").asDouble()).isPositive();
    assertThat(checks.get(0).get("least").asDouble())
        .isLessThanOrEqualTo(checks.get(0).get("most").asDouble());
  }

  @Test
  void aTableIsPrintedWithThePriceOfWhatIsChosen() {
    Invocation result =
        plan("--parameters=1e4", "--steps=30,1e9", "--price=2", "--set=run.strategy=replay");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .contains("a machine has 1.000 GB of memory, 10.00 GB of disk, of 100.0 MB/s; 1 of them")
        .containsPattern("replay .* <- chosen")
        .contains("NOT ENOUGH: steps x groups")
        .contains("machine-hours cost");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--parameters=0,--parameters must be from 1 to 1e12",
    "--parameters=many,--parameters",
    "--steps=5,--parameters",
    "--parameters=1e6 --steps=1.5,--steps must be whole numbers from 1 to 2147483647",
    "--parameters=1e6 --steps=1e10,--steps must be whole numbers from 1 to 2147483647",
    "--parameters=1e6 --machines=0,--machines must be above 0",
    "--parameters=1e6 --price=-1,--price must be above 0",
    "--parameters=1e6 --days=NaN,--days must be above 0",
    "--parameters=1e6 --processor-time --threads=2,--processor-time is that of one thread",
  })
  void whatIsWrongIsNamed(String options, String message) {
    Invocation result = plan(options.split(" ", -1));
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
