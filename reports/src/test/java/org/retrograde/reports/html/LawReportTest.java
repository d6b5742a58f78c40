package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.record.LawFile;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.RunRecordException;

/** The page and the file of command law. */
final class LawReportTest {

  @TempDir private Path folder = Path.of("");

  private static LawFile law() {
    LossLaws found = SampleRecords.lossLaws();
    return new LawFile(
        LawFile.SCHEMA, SampleRecords.quickstart().manifest(), found.law(), found.curves());
  }

  @Test
  void thePageHasTheCurvesAndTheNumbers() throws IOException {
    LawReport.write(law(), folder.resolve("law.html"));

    assertThat(Files.readString(folder.resolve("law.html")))
        .contains("chart-law-losses", "The law multi-power", "explains at least 99.87 %");
  }

  @Test
  void theFileReadsBackAndAnotherIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("law.json"), law().toJson());
    assertThat(LawFile.read(file)).isEqualTo(law());

    Files.writeString(file, law().toJson().replace(LawFile.SCHEMA, "retrograde-law-0"));
    assertThatThrownBy(() -> LawFile.read(file))
        .isInstanceOf(RunRecordException.class)
        .hasMessageContaining("retrograde-law-0");
  }
}
