package org.retrograde.reports.html.section;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

final class StudySectionTest {

  private static final List<Double> PLACES = List.of(1.0, 2.0);

  private static Study study(String name, Study.Line... lines) {
    return new Study(
        name,
        name + " was measured",
        "How to read it.",
        new Study.Rows("Measured", List.of("what", "how much"), List.of(List.of("this", "1"))),
        List.of(new Study.Chart("Which?", "Lines.", "step", "rate", false, true, List.of(lines))),
        Map.of("much", 1.0));
  }

  private static Study.Line line(String name, Double... signs) {
    return new Study.Line(name, PLACES, List.of(0.1, 0.2), false, List.of(signs));
  }

  private static Content content(Study... studies) {
    return new StudySection()
        .content(
            new RunRecord(
                SampleRecords.manifest(RunStatus.DONE, null),
                List.of(),
                Results.empty().with(new Studies(List.of(studies))),
                null,
                null))
        .orElseThrow();
  }

  @Test
  void aStudyIsItsClaimItsWordsItsTableAndItsCharts() {
    Content content = content(study("this", line("a")));
    assertThat(content.heading()).isEqualTo("this was measured");
    assertThat(content.blocks())
        .extracting(block -> block.getClass().getSimpleName())
        .containsExactly("Paragraph", "Table", "Figure");
    assertThat(((Figure) content.blocks().get(2)).id()).isEqualTo("chart-study-this-0");
  }

  @Test
  void theReaderChoosesWhoseSignsAreShown() {
    Figure two = figure(content(study("a", line("x", 1.0, -1.0), line("y", 0.0, 1.0), line("z"))));
    assertThat(two.choices()).extracting(Figure.Choice::label).containsExactly("x", "y");
    Figure one = figure(content(study("a", line("x", 1.0, -1.0))));
    assertThat(one.choices()).isEmpty();
  }

  private static Figure figure(Content content) {
    return (Figure) content.blocks().get(2);
  }

  @Test
  void severalStudiesEachSayWhatTheyClaim() {
    assertThat(content(study("a", line("x")), study("b", line("y"))).blocks()).hasSize(8);
  }

  @Test
  void aHeatMapHasEachOfItsNumbersAndAColourWhereTheLastIsNoLonger() {
    Figure figure = (Figure) content(SampleRecords.valley()).blocks().get(2);
    assertThat(figure.chart()).isEqualTo("heat");
    assertThat(figure.json())
        .contains("\"values\":[12.5,null,-3.0,250.0]")
        .contains("\"cells\":[\"13\",\"×\",\"−3.0\",\"250\"]")
        .contains("\"limit\":12.5");
    assertThat(requireNonNull(figure.table()).rows()).hasSize(2);
    assertThatThrownBy(
            () ->
                new Study.HeatMap(
                    "h", "e", "w", List.of("a"), List.of("b", "c"), List.of(List.of(1.0))))
        .hasMessageContaining("h has a value for each of [a] by [b, c]");
  }

  @Test
  void aStudyTakesThePlaceOfOneOfItsName() {
    Studies both = new Studies(List.of(study("a", line("x")), study("b", line("y"))));
    assertThat(both.plus(study("a", line("z"))).all())
        .extracting(Study::name)
        .containsExactly("b", "a");
  }

  @Test
  void rowsAndLinesOfOtherLengthsAreRefused() {
    assertThatThrownBy(() -> new Study.Rows("c", List.of("a", "b"), List.of(List.of("1"))))
        .hasMessageContaining("a row has a cell for each of [a, b]");
    assertThatThrownBy(() -> line("x", 1.0)).hasMessageContaining("got 2, 2 and 1");
  }
}
