package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.law.CurveFile;
import org.retrograde.experiments.law.Laws;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;

/** Curves of a law that is known, as CSV files. */
final class LawCommandTest {

  private static final RateLoss LAW =
      Laws.MULTI_POWER.of(List.of(2.5, 0.6, 0.4, 2.2, 1.3, 0.5, 0.4));
  private static final double PEAK = 0.2;
  private static final int STEPS = 120;

  @TempDir private static Path folder = Path.of("");

  private static double[] rates(Schedule schedule) {
    return IntStream.range(0, STEPS).mapToDouble(t -> PEAK * schedule.factor(t, STEPS)).toArray();
  }

  /** Every step has a row, every fourth a loss. */
  private static Path curve(Schedule schedule) throws IOException {
    double[] rates = rates(schedule);
    StringBuilder text = new StringBuilder("step,rate,loss\n");
    for (int t = 0; t < STEPS; t++) {
      text.append(t).append(',').append(rates[t]).append(',');
      text.append(t % 4 == 3 ? String.valueOf(LAW.loss(Arrays.copyOf(rates, t + 1))) : "")
          .append('\n');
    }
    return Files.writeString(folder.resolve(schedule.word() + ".csv"), text);
  }

  private static Path law() {
    return folder.resolve("law/law.json");
  }

  @BeforeAll
  static void fit() throws IOException {
    Invocation result =
        Invocation.of(
            "law",
            "fit",
            curve(Schedules.FLAT).toString(),
            curve(new Cosine(0.1, 1)).toString(),
            curve(new Wsd()).toString(),
            "--unseen",
            curve(new Linear()).toString(),
            curve(new OneCycle()).toString(),
            "--out=" + folder.resolve("law"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .containsPattern("flat +fitted +1.0000")
        .containsPattern("linear +unseen +1.0000")
        .containsPattern("one-cycle +unseen +\\d")
        .contains("law.html");
  }

  @Test
  void whatWasFittedCanBeReadByPeopleAndPrograms() throws IOException {
    assertThat(Files.readString(folder.resolve("law/law.html")))
        .contains("chart-law-losses", "multi-power explains at least 100.00 % of each curve");
    Invocation again =
        Invocation.of(
            "law",
            "fit",
            folder.resolve("flat.csv").toString(),
            folder.resolve("cosine.csv").toString(),
            "--law=multi-power",
            "--json",
            "--out=" + folder.resolve("again"));
    JsonNode figures = JsonMapper.builder().build().readTree(again.out());
    assertThat(figures.at("/law/names/0").asText()).isEqualTo("L0");
    assertThat(figures.at("/curves/1/explained").asDouble()).isGreaterThan(0.999);
  }

  @Test
  void aScheduleIsPredictedByItsWordsOrItsRates() throws IOException {
    double truth = LAW.loss(rates(new Linear()));
    Invocation words =
        Invocation.of(
            "law",
            "predict",
            law().toString(),
            "--schedule=linear",
            "--peak=0.2",
            "--steps=120",
            "--at=60,120",
            "--json");
    Invocation rates =
        Invocation.of(
            "law",
            "predict",
            law().toString(),
            "--rates=" + folder.resolve("linear.csv"),
            "--at=60,120",
            "--json");

    assertThat(words.code()).as(words.err()).isEqualTo(ExitCode.DONE);
    assertThat(rates.out()).isEqualTo(words.out());
    JsonNode last = JsonMapper.builder().build().readTree(words.out()).get(1);
    assertThat(last.get("steps").asInt()).isEqualTo(120);
    assertThat(last.get("loss").asDouble()).isCloseTo(truth, within(2e-3));
    assertThat(truth).isBetween(last.get("low").asDouble(), last.get("high").asDouble());
    Invocation table =
        Invocation.of(
            "law",
            "predict",
            law().toString(),
            "--schedule={name: wsd, decay: 0.5}",
            "--peak=0.2",
            "--steps=120");
    assertThat(table.out().lines()).hasSize(11);
  }

  @Test
  void theOptimisedScheduleNeverRisesAndIsAScheduleOfAConfig() throws IOException {
    Path out = folder.resolve("best");
    Invocation result =
        Invocation.of(
            "law", "optimise", law().toString(), "--peak=0.2", "--steps=120", "--out=" + out);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    double[] rates = CurveFile.rates(out.resolve("rates.csv"));
    assertThat(rates).hasSize(120);
    assertThat(rates[0]).isEqualTo(0.2, within(1e-15));
    for (int t = 1; t < 120; t++) {
      assertThat(rates[t]).isBetween(0.2e-3 * (1 - 1e-12), rates[t - 1] * (1 + 1e-12));
    }
    assertThat(LAW.loss(rates)).isLessThan(LAW.loss(rates(new Linear())));

    String config =
        """
        name: polyline
        problem: {power-law: {form: expected, modes: 3}}
        optimum: {schedules: {}}
        training:
          steps: 120
        """
            + Files.readString(out.resolve("schedule.yaml")).indent(2);
    Path file = Files.writeString(folder.resolve("polyline.yaml"), config);
    Invocation run = Invocation.of("run", file.toString(), "--out=" + folder.resolve("polyline"));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step,loss;0,2 | bad.csv:1: expected a header with the columns step, rate and loss",
        "step,rate,loss;0,0.1,2;1,x,2 | bad.csv:3: \"x\" in column rate is not a number",
        "step,rate,loss;0,0.1,2;0,0.1,2 | bad.csv:3: steps are whole numbers that rise",
        "step,rate,loss;0,0.1,2;1.5,0.1,2 | bad.csv:3: steps are whole numbers that rise",
        "step,rate,loss;0,-0.1,2 | bad.csv:2: a rate is at least 0, got -0.1",
        "step,rate,loss;0,0.1,0 | bad.csv:2: a loss is above 0, got 0.0",
        "step,rate,loss;0,0.1,NaN | bad.csv:2: \"NaN\" in column loss is not finite",
        "step,rate,loss;0 | bad.csv:2: has 1 cells and the header more",
        "step,rate,loss;0,0.1, | bad.csv: has no loss",
        "step,rate,loss;0,0,2 | a rate must be above 0",
        "step,rate | bad.csv: has no rows",
        "step,rate,loss;0,0.1,2;1,0.1,1 | needs more losses than that, got 2"
      })
  void aFileThatIsNoCurveIsRefusedWithItsLine(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), text.replace(';', '\n'));
    Invocation result =
        Invocation.of("law", "fit", file.toString(), "--out=" + folder.resolve("bad"));

    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }

  /** Between rows the rate goes along a line. */
  @Test
  void stepsMayBeLeftOut() throws IOException {
    Path file =
        Files.writeString(folder.resolve("coarse.csv"), "loss, step, rate\n3,1,0.2\n,5,0.1\n");

    assertThat(CurveFile.rates(file))
        .containsExactly(new double[] {0.2, 0.2, 0.175, 0.15, 0.125, 0.1}, within(1e-15));
    assertThat(CurveFile.read(file).get(0).steps()).isEqualTo(List.of(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict LAW | give one of --schedule and --rates",
        "predict LAW --schedule=linear --peak=0.1 | --steps must be at least 1",
        "predict LAW --schedule=linear --steps=9 | --peak must be above 0, got NaN",
        "predict LAW --schedule=liner --peak=1 --steps=9 | --schedule: must be one of",
        "predict LAW --schedule=linear --peak=1 --steps=9 --at=10 | --at must be at least 1 and at"
            + " most the 9 steps",
        "predict /nothing.json --schedule=linear --peak=1 --steps=9 | file not found",
        "optimise LAW --peak=0 --steps=9 | --peak must be above 0, got 0.0",
        "optimise LAW --peak=1 --steps=9 --floor=0 | --floor must be above 0",
        "fit /nothing.csv | /nothing.csv: cannot be read: no such file or directory",
        "fit LAW --law=gauss | --law must be one of multi-power, opt-laws-like, got 'gauss'",
        "fit LAW --limit=-1 | --limit must be at least 0"
      })
  void whatCannotBeDoneIsSaid(String words, String message) {
    String[] arguments = ("law " + words.replace("LAW", law().toString())).split(" ");
    Invocation result = Invocation.of(arguments);

    assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }
}
