package org.retrograde.experiments.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;

/** Section {@code laws}, reduced from the built-in experiments. */
final class LawsRunTest {

  private static final String EXPECTED =
      """
      name: laws
      run: {precision: float64}
      problem: {power-law: {form: expected, decay: 1.5, source: 1.2, modes: 60}}
      training: {steps: 400, learning-rate: 0.05}
      laws:
        irreducible: 0.5
        points: 30
        unseen: {wsd: wsd, linear: linear}
        twice: {cosine-twice: {name: cosine, end: 0.1}}
        gradients: {wsd: wsd, constant: flat, cosine: cosine}
        at-peak: {wsd-80: {name: wsd, decay: 0.8}}
        random: 200
      published:
        - {figure: law-explains-of-linear, source: asked for, published: ".99", least: 0.99, most: 1}
        - {figure: law-percent-off-of-wsd, source: asked for, published: "-2 to -12 %", least: -15, most: 5}
        - {figure: law-gradient-cosine-of-cosine, source: asked for, published: ".95", least: 0.95, most: 1}
        - {figure: law-gradient-signs-of-cosine, source: asked for, published: ".9", least: 0.9, most: 1}
        - {figure: percent-above-falling-optimum-of-law-optimum, source: asked for, published: "3 %", least: 0, most: 3}
        - {figure: rank-correlation-of-other-families, source: asked for, published: ".93", least: 0.93, most: 1}
        - {figure: top-two-hits-of-other-families, source: asked for, published: ".9", least: 0.9, most: 1}
      """;

  private static final String NETWORK =
      """
      name: laws-of-a-network
      data: {source: mnist, train: 2000, validation: 500, test: 100}
      model: {width: 16, depth: 1, base-width: 16}
      training: {steps: 120, batch: 50, learning-rate: 1, momentum: 0.8}
      laws:
        points: 20
        from: 12
        seeds: 2
        gradient-seeds: 4
        unseen: {linear: linear}
        gradients: {constant: flat, cosine: cosine, linear: linear}
      """;

  @TempDir private Path folder = Path.of("");

  private RunRecord run(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("laws.yaml"), text);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve("run"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(folder.resolve("run")).read();
  }

  @Test
  void aLawOfThreeSchedulesIsHeldAgainstOthersAndTheExactOptimum() throws IOException {
    RunRecord record = run(EXPECTED);

    LossLaws found = record.results().find(LossLaws.class).orElseThrow();
    assertThat(found.curves())
        .extracting(LawCurve::name)
        .containsExactly(
            "constant", "cosine-to-a-tenth", "two-stage", "wsd", "linear", "cosine-twice");
    assertThat(found.curves().get(5).rates()).hasSize(800);
    assertThat(found.curves())
        .allSatisfy(curve -> assertThat(curve.explained()).isGreaterThan(0.99));
    assertThat(found.gradients())
        .allSatisfy(one -> assertThat(one.cosine()).isBetween(0.95, 1.0))
        .allSatisfy(one -> assertThat(one.exact()).hasSize(399));
    assertThat(found.atPeak())
        .extracting(LossLaws.AtPeak::name)
        .containsExactly("optimum", "law-optimum", "wsd", "constant", "cosine", "wsd-80");
    assertThat(found.atPeak().subList(1, 6))
        .allSatisfy(one -> assertThat(found.percentAbove(one)).isPositive());
    assertThat(found.percentAbove(found.atPeak().get(1)))
        .isLessThan(found.percentAbove(found.atPeak().get(5)));
    assertThat(record.results().all(Published.class))
        .allSatisfy(figure -> assertThat(figure.agrees()).as("%s", figure).isTrue());
    assertThat(Files.readString(folder.resolve("run/report.html")))
        .contains("chart-law-losses", "chart-law-gradients", "chart-law-schedules");
    Invocation fit =
        Invocation.of(
            "law", "fit", folder.resolve("run").toString(), "--out=" + folder.resolve("law"));
    assertThat(fit.code()).as(fit.err()).isEqualTo(ExitCode.DONE);
    assertThat(fit.out()).containsPattern("cosine-twice +fitted");
  }

  @Test
  void aNetworksLawIsHeldAgainstItsHypergradients() throws IOException {
    RunRecord record = run(NETWORK);

    LossLaws found = record.results().find(LossLaws.class).orElseThrow();
    assertThat(found.curves()).hasSize(4);
    LawCurve linear =
        found.curves().stream()
            .filter(curve -> curve.name().equals("linear"))
            .findFirst()
            .orElseThrow();
    LossLaws.AtPeak trained =
        found.atPeak().stream()
            .filter(one -> one.name().equals("linear"))
            .findFirst()
            .orElseThrow();
    assertThat(trained.loss()).isEqualTo(linear.last()); // of the same seeds, to the bit
    assertThat(requireNonNull(record.manifest().seeds().get("law gradients"))).hasSize(4);
    assertThat(linear.explained()).isGreaterThan(0.97);
    assertThat(found.gradients())
        .allSatisfy(one -> assertThat(one.cosine()).isBetween(0.95, 1.0))
        .allSatisfy(one -> assertThat(one.signs()).isBetween(0.9, 1.0));
    assertThat(found.atPeak())
        .allSatisfy(one -> assertThat(found.percentAbove(one)).isNotNegative());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "laws.from=400 | laws.from must be below training.steps, got 400 and 400",
        "laws.random=3 | laws.random must be 0 or at least 100, got 3",
        "problem.power-law.form=sampled | laws.random needs a loss that is known",
        "laws.law=gauss | must be one of multi-power, opt-laws-like"
      })
  void whatCannotBeDoneIsRefused(String change, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("laws.yaml"), EXPECTED);
    Invocation result =
        Invocation.of("run", file.toString(), "--out=" + folder.resolve("no"), "--set=" + change);

    assertThat(result.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(result.err()).contains(message);
  }
}
