package org.retrograde.reports.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

/** A finding, its section and its script, known by META-INF/services alone. */
final class OwnFindingTest {

  private static final StepTimes TIMES = new StepTimes("a <card>", List.of(1.5, 4.0, 2.0));

  @TempDir private Path folder = Path.of("");

  @Test
  void itComesBackFromAFileAndIsWrittenUnderItsKey() throws IOException {
    RunDirectory directory = written(SampleRecords.quickstart().results().with(TIMES));

    assertThat(directory.read().results().find(StepTimes.class)).contains(TIMES);
    assertThat(Files.readString(directory.resultsFile()))
        .contains("\"stepTimes\" : {\n    \"device\" : \"a <card>\",");
  }

  @Test
  void theReportShowsItsSectionInItsPartWithItsScriptAndItsFigure() throws IOException {
    String page = page(SampleRecords.quickstart().results().with(TIMES));

    assertThat(page)
        .contains("<section id=\"step-times\">", "No step took longer than 4.00 ms")
        .contains("charts.stepTimes = ", "data-chart=\"stepTimes\"", "[1.5,4.0,2.0]")
        .contains("a &lt;card&gt;")
        .doesNotContain("a <card>");
    assertThat(page.indexOf("<section id=\"step-times\">"))
        .isBetween(
            page.indexOf("<section id=\"optimizer\">"), page.indexOf("<section id=\"notes\">"));
    assertThat(page(Results.empty().with(TIMES))).contains("<dt>Longest step</dt>");
  }

  @Test
  void aPageWithoutItHasNoneOfItsScript() throws IOException {
    assertThat(page(SampleRecords.quickstart().results())).doesNotContain("charts.stepTimes");
  }

  private String page(Results results) throws IOException {
    Path file = folder.resolve("report.html");
    HtmlReport.write(written(results).read(), file);
    return Files.readString(file);
  }

  private RunDirectory written(Results results) throws IOException {
    RunDirectory directory = RunDirectory.create(Files.createTempDirectory(folder, "run"));
    RunRecord sample = SampleRecords.quickstart();
    directory.writeManifest(SampleRecords.manifest(RunStatus.DONE, null));
    directory.append(sample.iterations().get(0));
    directory.writeResults(results);
    return directory;
  }
}
