package org.retrograde.experiments.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.RandomSearch;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.trial.MetaObjective.Sample;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.TrialObjective;
import org.retrograde.models.data.DataException;

/**
 * What a tuner asks for is what {@code search} and {@code tune} of this program see, to the bit.
 */
final class OpenTrialsTest {

  private static final Tuned TUNED = new Tuned();

  @AfterAll
  static void close() {
    TUNED.close();
  }

  private static String ask(double[] raw, String more) {
    return "{\"id\": 1, \"raw\": %s%s}".formatted(Arrays.toString(raw), more);
  }

  private static double[] start() {
    return TUNED.space().start().stream().mapToDouble(x -> x).toArray();
  }

  @Test
  void theGreetingSaysWhatMayBeAskedFor() throws InterruptedException {
    JsonNode greeting = TUNED.hear().get(0);
    assertThat(greeting.get("protocol").asInt()).isEqualTo(1);
    assertThat(greeting.get("experiment").asText()).isEqualTo("tuned");
    assertThat(greeting.get("seeds").asInt()).isEqualTo(2);
    assertThat(greeting.get("runsOfAHypergradient").asDouble())
        .isEqualTo(StrategyPlan.of(TUNED.problem()).runsOfAHypergradient())
        .isGreaterThan(1);
    assertThat(greeting.has("noGradient")).isFalse();
    JsonNode momentum = greeting.get("numbers").get(1);
    assertThat(momentum.get("name").asText()).isEqualTo("momentum");
    assertThat(momentum.get("transform").asText()).isEqualTo("logit");
    assertThat(momentum.get("factor").asBoolean()).isFalse();
    assertThat(momentum.get("strict").asBoolean()).isFalse();
    for (String end : List.of("start", "lower", "upper")) {
      assertThat(momentum.get("value").get(end).asDouble())
          .isEqualTo(Transform.LOGIT.value(momentum.get("raw").get(end).asDouble()));
    }
    assertThat(momentum.get("raw").get("start").asDouble()).isEqualTo(start()[1]);
    JsonNode rate = greeting.get("numbers").get(0).get("raw");
    assertThat(rate.get("lower").asDouble()).isEqualTo(Math.log(0.01));
    assertThat(rate.get("upper").asDouble()).isEqualTo(Math.log(0.5));
  }

  @Test
  void lossesAreThoseOfASearchToTheBit() throws InterruptedException {
    List<Candidate> tried = new ArrayList<>();
    new Search(
            new SearchSettings(12, 2, TUNED.problem().config().seed()),
            TUNED.space().searched().objective(TUNED.engine(), TUNED.problem()))
        .run(new RandomSearch(), TUNED.space().box(), start(), tried::add);
    String[] asks =
        tried.stream().map(trial -> ask(trial.raw().toArray(), "")).toArray(String[]::new);
    List<JsonNode> answers = TUNED.hear(asks);
    for (int i = 0; i < tried.size(); i++) {
      JsonNode answer = answers.get(1 + i);
      assertThat(answer.get("loss").asDouble()).isEqualTo(tried.get(i).loss());
      assertThat(answer.get("runs").asDouble()).isEqualTo(2);
    }
    assertThat(tried).extracting(Candidate::loss).doesNotHaveDuplicates();
    assertThat(
            answers.get(tried.size()).get("runsInTotal").asDouble()
                - answers.get(1).get("runsInTotal").asDouble())
        .isEqualTo(2.0 * (tried.size() - 1));
  }

  @Test
  void gradientsAreThoseThatTuningDescendsToTheBit() throws InterruptedException {
    HyperparameterSpace space = TUNED.space().searched().space();
    StrategyPlan plan = StrategyPlan.of(TUNED.problem());
    long[] seeds = Seeds.range(TUNED.problem().config().seed(), "search", 5, 3);
    List<Sample> samples =
        new TrialObjective(TUNED.engine(), TUNED.problem(), space, plan.chosen())
            .differentiate(start(), seeds).stream().map(outcome -> outcome.get()).toList();
    JsonNode answer =
        TUNED.ask(ask(start(), ", \"gradient\": true, \"seeds\": 3, \"firstSeed\": 5"));
    for (int i = 0; i < 3; i++) {
      assertThat(Tuned.numbers(answer.get("gradients").get(i)))
          .isEqualTo(samples.get(i).gradient().toArray());
      assertThat(answer.get("losses").get(i).asDouble()).isEqualTo(samples.get(i).loss());
    }
    assertThat(Tuned.numbers(answer.get("gradient")))
        .isEqualTo(RawVector.mean(samples.stream().map(Sample::gradient).toList()).toArray());
    assertThat(answer.get("runs").asDouble()).isEqualTo(3 * plan.runsOfAHypergradient());
    assertThat(TUNED.ask(ask(start(), "")).has("gradients")).isFalse();
    assertThat(TUNED.ask(ask(start(), ", \"seeds\": 3")).get("losses"))
        .isNotEqualTo(answer.get("losses"));
  }

  @Test
  void naturalNumbersNotNamedKeepTheirStart() throws InterruptedException {
    double[] raw = start();
    raw[0] = Math.log(0.03);
    assertThat(TUNED.ask("{\"values\": {\"learning rate\": 0.03}}").get("loss"))
        .isEqualTo(TUNED.ask(ask(raw, "")).get("loss"))
        .isNotEqualTo(TUNED.ask(ask(start(), "")).get("loss"));
    assertThat(TUNED.ask("{\"values\": {}}").get("loss"))
        .isEqualTo(TUNED.ask(ask(start(), "")).get("loss"));
  }

  @Test
  void asksThatComeTogetherAreAnsweredAsAlone() throws InterruptedException {
    String one = "{\"id\": \"one\", \"values\": {\"momentum\": 0.5}}";
    String two = "{\"id\": {\"number\": 2}, \"values\": {\"momentum\": 0.6}, \"gradient\": true}";
    Function<JsonNode, JsonNode> bits =
        answer -> ((ObjectNode) answer.deepCopy()).without(List.of("seconds", "runsInTotal"));
    List<JsonNode> together = TUNED.hear("{\"trials\": [%s, %s]}".formatted(one, two));
    assertThat(together.stream().skip(1).map(bits).toList())
        .isEqualTo(List.of(bits.apply(TUNED.ask(one)), bits.apply(TUNED.ask(two))))
        .extracting(answer -> answer.get("id").toString())
        .containsExactly("\"one\"", "{\"number\":2}");
  }

  @Test
  void aRunThatDivergesHasNoLossAndSaysWhere() throws InterruptedException {
    JsonNode answer =
        TUNED.ask("{\"id\": 7, \"gradient\": true, \"values\": {\"learning rate\": 1e9}}");
    assertThat(answer.get("loss").isNull()).isTrue();
    assertThat(answer.get("losses").toString()).isEqualTo("[null,null]");
    assertThat(answer.has("gradient")).isFalse();
    assertThat(answer.get("gradients").toString()).isEqualTo("[null,null]");
    assertThat(answer.get("diverged").asText()).startsWith("training diverged at step 0");
    assertThat(answer.get("outside").toString()).isEqualTo("[\"learning rate\"]");
  }

  @Test
  void outsideOfItsBoundsANumberIsTrainedAndTold() throws InterruptedException {
    JsonNode answer = TUNED.ask("{\"values\": {\"learning rate\": 0.009}}");
    assertThat(answer.get("loss").isNumber()).isTrue();
    assertThat(answer.get("outside").toString()).isEqualTo("[\"learning rate\"]");
    assertThat(TUNED.ask("{\"values\": {\"learning rate\": 0.01}}").has("outside")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | no line of JSON: Unrecognized token",
        "{} {} | no line of JSON: Trailing token",
        "[1] | an ask is an object, such as {\"id\": 1, \"raw\": [...]}, got array",
        "{\"row\": [1]} | an ask has no field 'row'; did you mean 'raw'?",
        "{\"id\": 3} | an ask has either raw, a list of 3 numbers, or values",
        "{\"raw\": [1, 1, 1], \"values\": {}} | an ask has either raw",
        "{\"raw\": [1, 2]} | raw must be a list of 3 numbers, got 2 of them",
        "{\"raw\": 1} | raw must be a list of 3 numbers, got number",
        "{\"raw\": [1, 2, \"3\"]} | init scale must be a finite number, got \"3\"",
        "{\"raw\": [1, 2, 1e999]} | init scale must be a finite number",
        "{\"raw\": [1, NaN, 3]} | momentum must be a finite number, got \"NaN\"",
        "{\"values\": {}, \"seeds\": 1, \"seeds\": 2} | no line of JSON: Duplicate field 'seeds'",
        "{\"values\": [1]} | values must be an object of numbers by name, got array",
        "{\"values\": {\"momentun\": 0.9}} | no number is named 'momentun'; did you mean"
            + " 'momentum'?",
        "{\"values\": {\"x\": 0.9}} | known are learning rate, momentum, init scale",
        "{\"values\": {\"momentum\": 1}} | momentum must be between 0 and 1, got 1",
        "{\"values\": {\"learning rate\": 0}} | learning rate must be above 0, got 0",
        "{\"values\": {}, \"seeds\": 0} | seeds must be a whole number from 1 to 10000, got 0",
        "{\"values\": {}, \"seeds\": 1.5} | seeds must be a whole number from 1 to 10000, got 1.5",
        "{\"values\": {}, \"firstSeed\": -1} | firstSeed must be a whole number from 0",
        "{\"values\": {}, \"gradient\": 1} | gradient must be true or false, got 1",
        "{\"trials\": 1} | trials must be a list of asks",
        "{\"trials\": [], \"seeds\": 1} | nothing may stand beside it"
      })
  void aBadLineIsToldWhatIsRightAndTheNextOneIsAnswered(String line, String error)
      throws InterruptedException {
    List<JsonNode> answers = TUNED.hear(line, "", "{\"id\": 2, \"values\": {}}");
    assertThat(answers).hasSize(3);
    assertThat(answers.get(1).get("error").asText()).contains(error);
    assertThat(answers.get(2).get("id").asInt()).isEqualTo(2);
    assertThat(answers.get(2).get("loss").isNumber()).isTrue();
  }

  /** Python writes it so, and waits for as many answers as it has asks. */
  @Test
  void anAskThatHasNoNumberSpoilsNoOther() throws InterruptedException {
    List<JsonNode> answers =
        TUNED.hear(
            """
            {"trials": [{"id": 1, "raw": [NaN, 0, 0]}, {"id": 2, "raw": [-Infinity, 0, 0]}, \
            {"id": 3, "values": {}}]}\
            """);
    assertThat(answers.stream().skip(1))
        .extracting(answer -> answer.get("id").asInt())
        .containsExactly(1, 2, 3);
    assertThat(answers.get(3).get("loss").isNumber()).isTrue();
  }

  @Test
  void aBadAskKeepsItsId() throws InterruptedException {
    assertThat(TUNED.ask("{\"id\": \"x\", \"raw\": 1}").get("id").asText()).isEqualTo("x");
  }

  @Test
  void withoutASearchWhatIsTunedIsSearchedOnOneSeed() throws InterruptedException {
    try (Tuned other =
        new Tuned(
            "search=null",
            "tune={iterations: 1, seeds: 1, check-seeds: 1, meta-optimizer: {step: 0.1},"
                + " hyperparameters: [{name: init-scale, per: all}]}")) {
      JsonNode greeting = other.hear().get(0);
      assertThat(greeting.get("seeds").asInt()).isEqualTo(1);
      assertThat(names(greeting)).isEqualTo("init scale");
    }
  }

  @Test
  void withNothingToSearchItSaysWhatToName() {
    try (Tuned other = new Tuned("search=null", "reversal={steps: 3}")) {
      assertThatThrownBy(() -> other.hear())
          .isInstanceOf(DataException.class)
          .hasMessageContaining("search.hyperparameters or tune.hyperparameters");
    }
  }

  @Test
  void whereTheStartDivergesThereIsNoGradientButThereAreLosses() throws InterruptedException {
    try (Tuned other = new Tuned("training.learning-rate=1e6")) {
      assertThat(other.hear().get(0).get("runsOfAHypergradient").isNull()).isTrue();
      assertThat(other.ask("{\"values\": {}, \"gradient\": true}").get("error").asText())
          .startsWith("there is no gradient: the run at the start diverges");
      assertThat(other.ask("{\"values\": {\"learning rate\": 0.1}}").get("loss").isNumber())
          .isTrue();
    }
  }

  @Test
  void numbersOfAnArchitectureHaveNoGradientAndStayInTheirBounds() throws InterruptedException {
    try (Tuned other = new Tuned(ConfigReader.readFileOrBuiltin("u-mup", List.of()))) {
      JsonNode greeting = other.hear().get(0);
      assertThat(greeting.get("noGradient").asText()).contains("numbers of the architecture");
      assertThat(greeting.get("numbers").get(0).get("strict").asBoolean()).isFalse();
      JsonNode multiplier = greeting.get("numbers").get(1);
      assertThat(multiplier.get("strict").asBoolean()).isTrue();
      assertThat(
              other
                  .ask("{\"values\": {\"%s\": 1e3}}".formatted(multiplier.get("name").asText()))
                  .get("error")
                  .asText())
          .startsWith(multiplier.get("name").asText() + " must be from ");
      assertThat(other.ask("{\"values\": {}, \"gradient\": true}").get("error").asText())
          .startsWith("there is no gradient: numbers of the architecture");
    }
  }

  private static String names(JsonNode greeting) {
    return StreamSupport.stream(greeting.get("numbers").spliterator(), false)
        .map(number -> number.get("name").asText())
        .collect(Collectors.joining(", "));
  }
}
