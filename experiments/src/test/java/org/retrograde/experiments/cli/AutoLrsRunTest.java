package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** Reduced forms of {@code schedules/autolrs} and its like. */
final class AutoLrsRunTest {

  /** The experiment {@code schedules/autolrs-easy} with less beside. */
  private static final String EASY =
      """
      name: autolrs
      run: {precision: float64}
      problem: {power-law: {form: expected, decay: 1.5, source: 1.2, noise: 1, modes: 60}}
      training: {steps: 750, learning-rate: 0.01}
      autolrs:
        stage: 250
        window: 25
        longest: 1000
        lowest: 0.003
        highest: 0.5
        irreducible: 0.5
        searches:
          grid: {candidates: grid, filter: none}
          noisy: {candidates: grid, filter: none, noise: 0.02, seeds: 3}
        peaks: 9
      published:
        - {figure: measured-of-rank-1-of-grid, source: asked for, published: "0.6", least: 0.6, most: 1}
        - {figure: measured-of-rank-2-of-grid, source: asked for, published: "0.6", least: 0.6, most: 1}
        - {figure: measured-of-signs-1-of-grid, source: asked for, published: "0.8", least: 0.8, most: 1}
        - {figure: measured-of-signs-2-of-grid, source: asked for, published: "0.8", least: 0.8, most: 1}
      """;

  private static final String NETWORK =
      """
      name: autolrs-network
      run: {precision: float64}
      problem: {teacher: {rows: 64, inputs: 8, hidden: 8, teacher-hidden: 4}}
      training: {steps: 60, batch: 16, optimizer: heavy-ball, momentum: 0.9, learning-rate: 0.01}
      autolrs: {stage: 20, window: 8, longest: 40, rates: 5, lowest: 0.001, highest: 0.3, peaks: 3}
      """;

  /** The reduced form has a schedule of its own beside, which is what the search has chosen. */
  private static final String AGAIN =
      """
      name: again
      run: {precision: float64}
      problem: {teacher: {rows: 64, inputs: 8, hidden: 8, teacher-hidden: 4}}
      training: {steps: 60, batch: 16, optimizer: heavy-ball, momentum: 0.9, learning-rate: 0.01}
      autolrs:
        {stage: 20, window: 8, longest: 40, rates: 5, lowest: 0.001, highest: 0.3, peaks: 2,
         beside: {again: %s, flat: flat}}
      """;

  @TempDir private Path folder = Path.of("");

  private Invocation run(String text, String out, String... changes) throws IOException {
    Path file = Files.writeString(folder.resolve(out + ".yaml"), text);
    String[] all = new String[changes.length + 3];
    all[0] = "run";
    all[1] = file.toString();
    all[2] = "--out=" + folder.resolve(out);
    for (int i = 0; i < changes.length; i++) {
      all[i + 3] = "--set=" + changes[i];
    }
    return Invocation.of(all);
  }

  private RunRecord done(String text, String out, String... changes) throws IOException {
    Invocation result = run(text, out, changes);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return RunDirectory.open(folder.resolve(out)).read();
  }

  @Test
  void forecastsOfTheSolvableModelRankRatesAndSlopeAsTheExactDerivativeDoes() throws IOException {
    RunRecord record = done(EASY, "easy");
    List<Study> studies = record.results().all(Studies.class);
    assertThat(record.results().all(Published.class))
        .hasSize(4)
        .allSatisfy(figure -> assertThat(figure.agrees()).as("%s", figure).isTrue());
    Map<String, Double> figures = studies.get(1).figures();
    assertThat(figures.get("excess-1-of-grid")).isCloseTo(1.10, within(0.02));
    // Early, a larger rate would have left less at the end of the whole run.
    assertThat(figures.get("slope-1-of-grid")).isNegative();
    // With noise, forecasts say less.
    assertThat(figures.get("rank-1-of-noisy")).isLessThan(0.85);
    assertThat(figures.get("rank-1-of-grid")).isGreaterThan(0.95);
    assertThat(figures.get("error-of-grid")).isLessThan(0.05);
    assertThat(figures.get("error-of-noisy")).isGreaterThan(0.06);
    assertThat(studies.get(0).table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("grid", "noisy", "constant", "cosine");
    assertThat(studies.get(1).table().rows()).hasSize(4);
    assertThat(studies.get(1).charts()).hasSize(2);
    assertThat(Files.readString(folder.resolve("easy/report.html")))
        .contains("chart-study-autolrs-0", "chart-study-autolrs-stages-1");
  }

  @Test
  void whatIsChosenIsAScheduleThatAConfigCanNameAndTrainsToTheSameBits() throws IOException {
    Study study = done(NETWORK, "network").results().all(Studies.class).get(0);
    List<String> searched = study.table().rows().get(0);
    assertThat(searched.get(4)).startsWith("{name: polyline, points: [");

    Study again =
        done(AGAIN.formatted(searched.get(4)), "again").results().all(Studies.class).get(0);
    assertThat(again.figures().get("peak-of-again")).isEqualTo(0.3);
    assertThat(again.figures().get("loss-of-again"))
        .isEqualTo(study.figures().get("loss-of-autolrs"))
        .isNotEqualTo(again.figures().get("loss-of-flat"));
    assertThat(again.figures().get("loss-of-autolrs"))
        .isEqualTo(study.figures().get("loss-of-autolrs"));
  }

  @Test
  void lossesOfAllRowsAreSeenToo() throws IOException {
    String changed = "autolrs.searches={all-rows: {losses: final, candidates: grid}}";
    Study study = done(NETWORK, "final", changed).results().all(Studies.class).get(1);
    assertThat(study.table().rows()).hasSize(2);
    assertThat(study.figures().get("rank-1-of-all-rows")).isBetween(-1.0, 1.0);
  }

  @Test
  void stepsThatCannotBeUndoneAreDifferentiatedFromCheckpoints() throws IOException {
    assertThat(
            done(NETWORK, "nesterov", "training.optimizer=nesterov").results().all(Studies.class))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "autolrs.window=21 | autolrs.window: must be at most stage (20), got 21",
        "autolrs.longest=19 | autolrs.longest: must be at least stage (20), got 19",
        "autolrs.lowest=0.3 | autolrs.lowest: must be below highest (0.3), got 0.3",
        "autolrs.beside={autolrs: flat} | is the name of a search too",
        "autolrs.searches.a={candidates: gird} | grid",
        "autolrs.rates=1 | autolrs.rates"
      })
  void whatCannotBeIsRefused(String change, String message) throws IOException {
    Invocation result = run(NETWORK, "refused", change);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
  }

  @Test
  void aSearchWithoutARateToTrainAtSaysSo() throws IOException {
    Invocation result = run(NETWORK, "lost", "autolrs.highest=1.0e+9", "autolrs.lowest=1.0e+8");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains("diverged at every rate of a stage; take a smaller lowest", "diverged at step");
  }
}
