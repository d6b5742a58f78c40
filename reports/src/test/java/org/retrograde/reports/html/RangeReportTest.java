package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.record.RateRange;

/** The page and the file of a range test. */
final class RangeReportTest {

  @TempDir private Path folder = Path.of("");

  private static RateRange test(List<RateRange.Suggestion> suggestions) {
    return new RateRange(
        RateRange.SCHEMA,
        SampleRecords.quickstart().manifest(),
        IntStream.range(0, 50)
            .mapToObj(i -> new RateRange.Dot(Math.pow(10, i / 7.0 - 6), 2 - i / 40.0, 2 - i / 50.0))
            .toList(),
        "the range ends",
        suggestions);
  }

  /** The page of a test with two suggestions. */
  static Page page() {
    return RangeReport.page(
        test(
            List.of(
                new RateRange.Suggestion("where the loss falls most", 0.2, 1.25, -0.03),
                new RateRange.Suggestion(
                    "a tenth of that of the least loss",
                    0.9,
                    Double.POSITIVE_INFINITY,
                    Double.NaN))));
  }

  @Test
  void eachSuggestionHasWhatTheExactDerivativeSaysOfIt() {
    assertThat(page().verdict())
        .extracting(KeyFigure::value, KeyFigure::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("0.2", "a whole run would rather have it larger"),
            org.assertj.core.groups.Tuple.tuple("0.9", "a whole run diverges"));
    assertThat(page().sections().get(0).heading()).startsWith("What the test suggests");
  }

  @Test
  void aTestWithoutSuggestionsSaysWhy() throws IOException {
    RangeReport.write(test(List.of()), folder.resolve("range-test.html"));

    assertThat(Files.readString(folder.resolve("range-test.html")))
        .contains("chart-range", "The loss never fell, so no rate is suggested");
  }

  @Test
  void theRecordKeepsNumbersThatAreNone() {
    RateRange test =
        test(List.of(new RateRange.Suggestion("rule", 1, Double.POSITIVE_INFINITY, Double.NaN)));
    assertThat(test.toJson())
        .contains("\"schema\" : \"retrograde-range-test-1\"", "\"finalLoss\" : \"Infinity\"")
        .contains("\"byLogRate\" : \"NaN\"");
  }
}
