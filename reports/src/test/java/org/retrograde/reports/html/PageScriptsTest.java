package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.record.RunRecord;

/** How tables are sorted and saved, by the page's scripts without a browser. */
final class PageScriptsTest {

  private static final ChartScripts scripts = new ChartScripts();

  static {
    scripts.evaluate(
        """
        var document = {
          querySelectorAll: function () { return []; },
          querySelector: function () { return null; }
        };
        var location = {pathname: '/runs/mine/report.html'};
        var drawings = [];
        function cell(text, value) {
          return {dataset: value === undefined ? {} : {value: String(value)},
            childNodes: [{nodeName: '#text', textContent: text}, {nodeName: 'SMALL', textContent: 'more'}]};
        }
        function row(text, value) { return {cells: [cell(text, value)]}; }
        function names(rows) { return rows.map((one) => said(one.cells[0])).join(' '); }
        """);
    for (String file : new String[] {"script/sort.js", "script/save.js", "script/live.js"}) {
      scripts.evaluate(new Script(Assets.class, file).text());
    }
  }

  @AfterAll
  static void close() {
    scripts.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 h 02 min | 3720",
        "3 min 05 s | 185",
        "0.5 s | 0.5",
        "−1.2e−03 | -0.0012",
        "1,234 | 1234",
        "∞ | Infinity",
        "0.55 ± 0.03 | 0.55",
        "12 kB | 12000",
        "+1.5 % | 1.5",
        "– | null",
        "flat | null"
      })
  void textReadsAsTheNumberThatItStandsFor(String text, String number) {
    assertThat(scripts.evaluate("numberIn('%s')".formatted(text))).isEqualTo(number);
  }

  @Test
  void numbersAreSortedAsNumbersAndWhatIsNoneComesLastEitherWay() {
    String rows = "[row('10'), row('9'), row('–'), row('−1'), row('1.5', 100)]";
    assertThat(scripts.evaluate("names(ordered(%s, 0, 1))".formatted(rows)))
        .isEqualTo("−1 9 10 1.5 –");
    assertThat(scripts.evaluate("names(ordered(%s, 0, -1))".formatted(rows)))
        .isEqualTo("1.5 10 9 −1 –");
  }

  @Test
  void namesAreSortedByTheNumbersInThemAndEqualOnesKeepTheirOrder() {
    assertThat(scripts.evaluate("names(ordered([row('b'), row('a'), row('c')], 0, 1))"))
        .isEqualTo("a b c");
    assertThat(scripts.evaluate("names(ordered([row('2 x', 1), row('2 y', 1)], 0, -1))"))
        .isEqualTo("2 x 2 y");
  }

  @Test
  void csvHasAllDigitsAndQuotesWhatNeedsThem() {
    assertThat(
            scripts.evaluate(
                "csvOf({rows: [row('a, \"b\"'), row('0.333', 1 / 3), row('−2 ± 1')]})"))
        .isEqualTo("\"a, \"\"b\"\"\"\r\n0.3333333333333333\r\n-2 ± 1\r\n");
  }

  @Test
  void headingsHaveLinksToThemselves() {
    String page = HtmlReport.render(SampleRecords.measured());
    assertThat(page)
        .contains("<a class=\"anchor\" href=\"#quality\"")
        .contains("<a class=\"anchor\" href=\"#chart-reliability-heading\"")
        .contains("id=\"chart-reliability-heading\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-2 | 0 s ago; it loads itself again",
        "100 | 100 s ago; it loads itself again",
        "170 | 3 min ago; it loads itself again",
        "600 | 10 min ago, and nothing has come since: a long step, or the process has ended, as "
            + "./retrograde runs tells",
        "90000 | 25 h ago, and nothing has come since: a long step, or the process has ended, as "
            + "./retrograde runs tells. It is not loaded again by itself"
      })
  void thePageOfARunThatGoesOnSaysHowOldItIs(int seconds, String words) {
    assertThat(scripts.evaluate("newsOf(%d, 61)".formatted(seconds))).isEqualTo(words);
  }

  @Test
  void aRunThatGoesOnSaysHowFarItIsAndItsPageLoadsItself() {
    RunRecord run = SampleRecords.interrupted();
    Ongoing ongoing =
        new Ongoing(
            "tune",
            3,
            10,
            "<0.5>",
            Instant.parse("2000-01-01T00:00:00.5Z"),
            Instant.parse("2000-01-01T00:01:00Z"),
            Duration.ofMinutes(1));
    String page = HtmlReport.render(Page.of(run).with(ongoing));
    assertThat(page)
        .contains(
            "tune: 3 of 10 (&lt;0.5&gt;), begun 2000-01-01 00:00:00 UTC",
            "<progress value=\"3\" max=\"10\"",
            "data-written=\"946684860000\" data-every=\"61\"",
            "location.reload");
    assertThat(HtmlReport.render(run)).doesNotContain("location.reload", "<progress");
  }
}
