package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.record.AdjointTrace;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.Arms;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.MeasuredCost;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.OptimizerNote;
import org.retrograde.reports.record.OptimizerNotes;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.Pictures;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.PlannedStrategy;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.TrajectoryMap;
import org.retrograde.reports.record.Transfer;

final class HtmlReportTest {

  private static final String ATTACK =
      "</script><script>alert(1)</script><!--\u2028<img src=x onerror=alert(1)>";
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(?:src|href|action|data)\\s*=\\s*[\"']?\\s*(?:https?:)?//|@import|url\\(",
          Pattern.CASE_INSENSITIVE);

  private final Path temp;

  HtmlReportTest(@TempDir Path temp) {
    this.temp = temp;
  }

  static Stream<RunRecord> records() {
    return Stream.of(
        SampleRecords.quickstart(),
        SampleRecords.baselines(),
        SampleRecords.interrupted(),
        SampleRecords.study());
  }

  @ParameterizedTest
  @MethodSource("records")
  void thePageNamesNothingOutsideItself(RunRecord record) {
    String page = HtmlReport.render(record);

    assertThat(OUTSIDE.matcher(withoutScripts(page)).results()).isEmpty();
    assertThat(page)
        .doesNotContain("<link")
        .doesNotContain("<iframe")
        .doesNotContain("<script src");
    assertThat(page).contains("default-src &#39;none&#39;");
  }

  @Test
  void theCheckForOutsideAddressesFindsOne() {
    assertThat(OUTSIDE.matcher("<img src=\"https://example.org/x.png\">").find()).isTrue();
    assertThat(OUTSIDE.matcher("<a href='//example.org'>").find()).isTrue();
  }

  @Test
  void aFullRecordShowsEverySection() {
    assertThat(sections(SampleRecords.quickstart()))
        .containsExactly(
            "transfer",
            "published",
            "judged",
            "objective",
            "schedules",
            "scales",
            "pictures",
            "hypergradients",
            "landscape",
            "importances",
            "adjoint",
            "search",
            "memory",
            "ways",
            "reversal",
            "optimizer",
            "checks",
            "notes",
            "provenance");
  }

  @Test
  void sectionsWithoutDataAreAbsent() {
    assertThat(sections(SampleRecords.baselines())).containsExactly("sweeps", "grid", "provenance");
    assertThat(sections(SampleRecords.interrupted())).containsExactly("objective", "provenance");
  }

  @Test
  void anInterruptedRunSaysSoAndWhy() {
    String page = HtmlReport.render(SampleRecords.interrupted());

    assertThat(page).contains("This run was interrupted", "after iteration 7");
    assertThat(HtmlReport.render(SampleRecords.quickstart())).doesNotContain("class=\"banner");
  }

  @Test
  void markupInAnyTextStaysText() {
    String page = HtmlReport.render(hostile());

    String calm = HtmlReport.render(SampleRecords.quickstart());
    assertThat(page).doesNotContain("<script>alert").doesNotContain("<img src=x");
    assertThat(count(page, "</script>")).isLessThanOrEqualTo(count(calm, "</script>"));
    assertThat(count(page, "<script")).isEqualTo(count(page, "</script>"));
    assertThat(count(withoutScripts(page), "<!--")).isZero();
  }

  @Test
  void theHeadlineComparesTheTunedArmWithTheBestUntunedOneAndNamesTheWeaker() {
    List<KeyFigure> verdict = Verdict.of(SampleRecords.quickstart());

    assertThat(verdict).hasSizeBetween(3, 5);
    assertThat(verdict.get(0).label()).isEqualTo("Validation loss at width 64");
    assertThat(verdict.get(0).value()).startsWith("−").contains("±").endsWith("\u00a0%");
    assertThat(verdict.get(0).detail())
        .contains(
            "one-cycle 0.", ", the best untuned", "against weaker ones: linear decay −", "flat")
        .contains("10 seeds", "standard deviation", "95\u00a0% interval");
    assertThat(verdict.get(1).label()).isEqualTo("Validation loss at width 512");
  }

  @Test
  void aRunWithoutATitleIsCalledByItsName() {
    Manifest named = SampleRecords.manifest(RunStatus.DONE, null);
    Manifest manifest =
        new Manifest(
            named.schema(),
            "my-run",
            "",
            "",
            named.status(),
            null,
            named.started(),
            1,
            named.command(),
            named.versions(),
            named.machine(),
            named.settings(),
            named.seeds(),
            named.dataHashes(),
            named.groups(),
            null);
    String page =
        HtmlReport.render(new RunRecord(manifest, List.of(), Results.empty(), null, null));
    assertThat(page).contains("<h1>my-run <span", "<title>my-run – Retrograde</title>");
    assertThat(page).doesNotContain("<p class=\"summary\">");
  }

  @Test
  void thePageHasTheSameBytesEachTime() {
    assertThat(HtmlReport.render(SampleRecords.quickstart()))
        .isEqualTo(HtmlReport.render(SampleRecords.quickstart()));
  }

  @Test
  void writingReplacesTheEarlierPageAndLeavesNothingElse() throws IOException {
    Path file = temp.resolve("report.html");
    HtmlReport.write(SampleRecords.interrupted(), file);
    HtmlReport.write(SampleRecords.quickstart(), file);

    assertThat(Files.readString(file)).endsWith("</html>\n").doesNotContain("was interrupted");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** With every value of every step they were a megabyte and a half. */
  @Test
  void figuresOfALongRunAreNoLongerThanTheirLinesAreCrooked() {
    List<ScheduleCurve> curves = new ArrayList<>();
    for (int g = 0; g < 8; g++) {
      int group = g;
      List<Double> start = Collections.nCopies(5000, 1 / 3.0);
      List<Double> tuned =
          IntStream.range(0, 5000)
              .mapToObj(t -> Math.exp(Math.sin(t / 800.0 + group) / 3))
              .toList();
      curves.add(new ScheduleCurve("learning rate", "W" + g, start, tuned));
    }
    RunRecord record = SampleRecords.quickstart();
    int before = HtmlReport.render(record).length();
    RunRecord longer =
        new RunRecord(
            record.manifest(),
            record.iterations(),
            record.results().with(new Schedules(curves)),
            record.config(),
            record.recipe());
    assertThat(HtmlReport.render(longer).length() - before).isLessThan(40_000);
  }

  @Test
  void aRunThatDivergedEverywhereStillHasAPage() {
    Results results =
        Results.empty()
            .with(
                new Schedules(
                    List.of(
                        new ScheduleCurve(
                            "learning rate", "all", List.of(Double.NaN), List.of(Double.NaN)))))
            .with(
                new Transfer(
                    SampleRecords.transfer().stream().filter(run -> run.diverged()).toList()))
            .with(new Arms(SampleRecords.arms()));
    RunRecord record =
        new RunRecord(
            SampleRecords.manifest(RunStatus.FAILED, "every run diverged"),
            List.of(),
            results,
            null,
            null);

    assertThat(HtmlReport.render(record)).contains("1 of 1 diverged", "This run failed");
  }

  private static RunRecord hostile() {
    Manifest calm = SampleRecords.manifest(RunStatus.FAILED, ATTACK);
    Manifest manifest =
        new Manifest(
            calm.schema(),
            ATTACK,
            ATTACK,
            ATTACK,
            calm.status(),
            ATTACK,
            ATTACK,
            1,
            List.of(ATTACK),
            calm.versions(),
            calm.machine(),
            calm.settings(),
            calm.seeds(),
            calm.dataHashes(),
            List.of(new GroupPlace(ATTACK, 0, true)),
            ATTACK);
    Results results =
        SampleRecords.quickstart()
            .results()
            .with(
                new Schedules(
                    List.of(new ScheduleCurve(ATTACK, ATTACK, List.of(1.0), List.of(2.0)))))
            .with(new Arms(List.of(new ArmDescription(ATTACK, ATTACK, ATTACK, true))))
            .with(
                new Plan(
                    1,
                    1,
                    1L,
                    List.of(new PlannedStrategy(ATTACK, 1, 1, 1, false, ATTACK)),
                    ATTACK,
                    new MeasuredCost(1, 1)))
            .with(new AdjointTraces(List.of(new AdjointTrace(ATTACK, List.of(0), List.of(1.0)))))
            .with(new OptimizerNotes(List.of(new OptimizerNote(ATTACK, 1, ATTACK))))
            .with(
                new Searches(
                    List.of(
                        new SearchCurve(
                            ATTACK,
                            1,
                            null,
                            List.of(new SearchPoint(1, 1, 1, null)),
                            1,
                            1,
                            Map.of(ATTACK, 1.0),
                            null))))
            .with(new Judged(List.of()))
            .with(
                new Pictures(
                    List.of(
                        new PictureSet(
                            ATTACK,
                            1,
                            1,
                            false,
                            List.of(new PictureSet.Picture(ATTACK, List.of(1.0)))))))
            .with(
                new MeanDerivatives(
                    List.of(
                        new MeanDerivative(
                            ATTACK, ATTACK, 1, List.of(1.0), List.of(0.0), List.of(1.0)))))
            .with(new Landscape(List.of(new Landscape.Point(1, 1, 1, 1)), null, ATTACK))
            .with(
                new Published(
                    List.of(PublishedFigure.of(ATTACK, ATTACK, ATTACK, 1).withSentence(ATTACK))))
            .with(
                new TrajectoryMap(
                    ATTACK,
                    ATTACK,
                    new TrajectoryMap.Ground(0, 1, 0, 1, 2, List.of(0.0, 1.0, 1.0, 0.0)),
                    List.of(new TrajectoryMap.Trajectory(ATTACK, 1, List.of(0.0), List.of(0.0)))))
            .with(
                new Mixings(
                    List.of(new MixingMatrix(ATTACK, List.of(ATTACK), List.of(1.0), List.of(2.0)))))
            .with(new Tasks(List.of(new TaskResult(ATTACK, ATTACK, List.of(1.0), List.of(1.0)))))
            .with(new Notes(List.of(ATTACK)));
    return new RunRecord(manifest, List.of(), results, ATTACK, ATTACK);
  }

  private static List<String> sections(RunRecord record) {
    Matcher matcher =
        Pattern.compile("<section id=\"([a-z]+)\"").matcher(HtmlReport.render(record));
    return matcher.results().map(result -> result.group(1)).toList();
  }

  private static String withoutScripts(String page) {
    return page.replaceAll("(?s)<script[^>]*>.*?</script>", "");
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
