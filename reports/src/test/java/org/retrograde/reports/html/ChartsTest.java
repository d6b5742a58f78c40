package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.ChartScripts.Text;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Figure.Words;
import org.retrograde.reports.record.RunRecord;

/** What the charts of the sample records look like, drawn by their scripts. */
final class ChartsTest {

  private static final Pattern LONG = Pattern.compile("[−-]?\\d*\\.\\d{5,}");

  private static final ChartScripts scripts = new ChartScripts();

  @AfterAll
  static void close() {
    scripts.close();
  }

  static Stream<Named> figures() {
    return Stream.concat(
            Stream.of(
                    SampleRecords.quickstart(),
                    SampleRecords.baselines(),
                    SampleRecords.study(),
                    SampleRecords.measured())
                .map(Page::of)
                .flatMap(ChartsTest::figures),
            Stream.of(
                    WidthReportsTest.checkPage(),
                    WidthReportsTest.sweepPage(),
                    RangeReportTest.page(),
                    CompareReportTest.page())
                .flatMap(ChartsTest::figures))
        .map(Named::new);
  }

  private static Stream<Figure> figures(Page page) {
    return page.sections().stream()
        .flatMap(section -> section.blocks().stream())
        .flatMap(block -> block instanceof Figure figure ? Stream.of(figure) : Stream.empty());
  }

  /** A figure under its own name. */
  record Named(Figure figure) {
    @Override
    public String toString() {
      return figure.id();
    }
  }

  @ParameterizedTest
  @MethodSource("figures")
  void noTextOfAChartLiesOnAnotherOrHasMoreDigitsThanPeopleRead(Named named) {
    for (int width : List.of(1000, 340)) {
      List<Text> texts = ChartScripts.texts(scripts.svg(named.figure(), "", width));
      assertThat(texts).isNotEmpty();
      assertThat(texts).extracting(Text::words).noneMatch(words -> LONG.matcher(words).find());
      assertThat(collisions(texts)).as("%s at width %d", named, width).isEmpty();
    }
  }

  @Test
  void theCheckForTextsOnEachOtherFindsTicksThatAreTooMany() {
    String svg =
        scripts.evaluate(
            """
            var crowded = echarts.init(null, null, {renderer: 'svg', ssr: true, width: 340, height: 200});
            crowded.setOption({animation: false, yAxis: {}, series: [],
              xAxis: {type: 'value', min: 0, max: 150, interval: 2}});
            crowded.renderToSVGString();
            """);
    assertThat(collisions(ChartScripts.texts(svg))).isNotEmpty();
  }

  private static List<String> collisions(List<Text> texts) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      for (Text other : texts.subList(i + 1, texts.size())) {
        if (texts.get(i).covers(other)) {
          found.add(texts.get(i) + " on " + other);
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({"-6, 1/64", "-1, 1/2", "0, 1", "5, 32", "-20, 2⁻²⁰"})
  void powersOfTwoAreWholeOrFractions(int exponent, String expected) {
    assertThat(scripts.evaluate("powerOfTwo(%d)".formatted(exponent))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-3, 0.001", "0, 1", "3, 1000", "4, 10⁴", "-5, 10⁻⁵", "12, 10¹²"})
  void powersOfTenArePlainNearOne(int exponent, String expected) {
    assertThat(scripts.evaluate("powerOfTen(%d)".formatted(exponent))).isEqualTo(expected);
  }

  @Test
  void aNarrowLogarithmicAxisReadsAsFractions() {
    Figure figure =
        new LogLogChart(
                "x",
                "",
                "",
                "",
                List.of(
                    new LogLogChart.Line(
                        "line",
                        false,
                        List.of(new LogLogChart.Point(1, 0.018), new LogLogChart.Point(2, 0.052)))))
            .figure("");
    assertThat(ChartScripts.texts(scripts.svg(figure, "", 640)))
        .extracting(Text::words)
        .contains("1/64", "1/32", "1/16")
        .doesNotContain("0.015625");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 99, 100, 101, 1000, 12345})
  void theLastStepHasALabelOrTheOneBeforeItIsNear(int last) {
    String svg =
        scripts.evaluate(
            """
            var steps = echarts.init(null, null, {renderer: 'svg', ssr: true, width: 640, height: 200});
            steps.setOption({animation: false, yAxis: {show: false}, series: [],
              xAxis: stepAxis(lookOf('light'), %d, 'training step', 640)});
            steps.renderToSVGString();
            """
                .formatted(last));
    List<Text> texts = ChartScripts.texts(svg);
    assertThat(collisions(texts)).isEmpty();
    assertThat(texts).hasSizeBetween(3, 11);
    assertThat(texts.stream().map(Text::words)).contains("0");
  }

  @ParameterizedTest
  @MethodSource("figures")
  void everyKeyOfALegendDrawsWhatItsSeriesDraws(Named named) {
    JsonNode option = scripts.option(named.figure(), "", 1000);
    for (JsonNode key : option.path("legend").path("data")) {
      JsonNode series = seriesOf(option, key.path("name").asText());
      String icon = path(key);
      String type = series.path("type").asText();
      boolean symbol = type.equals("scatter") || hasSymbol(series);
      assertThat(icon.contains("a") || icon.contains("l"))
          .as("a symbol in the key of %s: %s", key.path("name"), series)
          .isEqualTo(symbol && !type.equals("bar") && !type.equals("custom"));
      if (type.equals("line")) {
        assertThat(boxes(icon) > 1)
            .as("dashes in the key of %s", key.path("name"))
            .isEqualTo(!series.path("lineStyle").path("type").asText("solid").equals("solid"));
      }
    }
  }

  /** The series that the eye takes for a name: the widest line, or the first. */
  private static JsonNode seriesOf(JsonNode option, String name) {
    List<JsonNode> named =
        StreamSupport.stream(option.path("series").spliterator(), false)
            .filter(series -> series.path("name").asText().equals(name))
            .toList();
    Optional<JsonNode> widest =
        named.stream()
            .filter(series -> series.path("type").asText().equals("line"))
            .max((a, b) -> Double.compare(width(a), width(b)));
    return widest.orElse(named.get(0));
  }

  private static double width(JsonNode series) {
    return series.path("lineStyle").path("width").asDouble(2);
  }

  private static boolean hasSymbol(JsonNode series) {
    return series.path("type").asText().equals("line")
        && !series.path("symbol").asText().equals("none");
  }

  private static String path(JsonNode key) {
    return key.path("icon").asText().substring("path://".length());
  }

  private static long boxes(String icon) {
    return icon.chars().filter(letter -> letter == 'h').count() / 2;
  }

  @Test
  void aLegendOfNothingButDashesHasNoDot() {
    JsonNode dashed = scripts.option(figure("adjoint"), "", 1000).path("legend").path("data");
    assertThat(boxes(path(dashed.get(0)))).isEqualTo(1);
    assertThat(boxes(path(dashed.get(1)))).isGreaterThan(1);
    assertThat(path(dashed.get(1))).doesNotContain("a");
  }

  private static Figure figure(String chart) {
    return figures()
        .map(Named::figure)
        .filter(figure -> figure.chart().equals(chart))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noFigureAndNoSectionIsWithoutATitle() {
    for (RunRecord run : List.of(SampleRecords.quickstart(), SampleRecords.study())) {
      Page page = Page.of(run);
      assertThat(page.sections()).allSatisfy(section -> assertThat(section.heading()).isNotBlank());
      assertThat(figures(page).map(Figure::words).map(Words::heading))
          .allSatisfy(heading -> assertThat(heading).isNotBlank());
    }
  }
}
