package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.SearchVerdict;
import org.retrograde.reports.record.Searches;

final class SearchSectionTest {

  private static final List<SearchCurve> CURVES = SampleRecords.searches();

  @Test
  void theHeadingNamesTheLowestLossOnUnseenSeeds() {
    assertThat(section(CURVES).heading())
        .isEqualTo("The lowest loss on unseen seeds is that of hypergradients, 0.250");
    SearchCurve lucky =
        new SearchCurve(
            "cma-es",
            3,
            null,
            List.of(new SearchPoint(1, 1, 0.9, 0.2)),
            9,
            9,
            Map.of(),
            new SearchVerdict(List.of(0.2), List.of(0.2), List.of(0.1)));
    assertThat(section(List.of(CURVES.get(0), lucky)).heading())
        .isEqualTo("The lowest loss on unseen seeds is that of cma-es, 0.200");
  }

  @Test
  void eachRowSaysWhenOneWayWasAsGoodAsTheOther() {
    Table crossings = (Table) section(CURVES).blocks().get(3);
    assertThat(crossings.header())
        .containsExactly(
            "method", "hypergradients as good after", "as good as hypergradients after");
    assertThat(texts(crossings))
        .containsExactly(
            List.of("random", "400 runs", "not reached"),
            List.of("bobyqa", "6 runs", "not reached"));
    assertThat(section(CURVES.subList(1, 3)).blocks()).hasSize(5);
  }

  @Test
  void eachRowSaysWhatAMethodFoundAndForWhat() {
    Table summary = (Table) section(CURVES).blocks().get(2);
    assertThat(texts(summary))
        .containsExactly(
            List.of(
                "hypergradients",
                "1,608",
                "660",
                "125",
                "0.240",
                "0.250 ± 0.014",
                "0.240 ± 0.014",
                "0.0750 ± 0.0071"),
            List.of(
                "random",
                "3",
                "660",
                "131",
                "0.310",
                "0.330 ± 0.014",
                "0.320 ± 0.014",
                "0.0950 ± 0.0071"),
            List.of("bobyqa", "3", "660", "128", "0.610", "0.620", "0.600", "0.600 ± 0.57"));
    assertThat(summary.rows().get(2).get(5).detail()).isEqualTo("1 of 2 diverged");
  }

  @Test
  void aWayThatGetsAsFarAsHypergradientsSaysWhen() {
    SearchCurve good =
        new SearchCurve(
            "cma-es",
            3,
            null,
            List.of(new SearchPoint(1, 0.2, 0.6, 0.62), new SearchPoint(70, 14, 0.2, 0.22)),
            660,
            130,
            Map.of(),
            new SearchVerdict(List.of(0.22), List.of(0.2), List.of(0.1)));
    List<Cell> row = ((Table) section(List.of(CURVES.get(0), good)).blocks().get(3)).rows().get(0);
    assertThat(row.get(1).text()).isEqualTo("not reached");
    assertThat(row.get(2).text()).isEqualTo("70 runs");
    assertThat(row.get(2).detail()).isEqualTo("14.0 s");
  }

  @Test
  void linesRunOnToTheEndOfTheBudgetInBothUnits() {
    Content section = section(List.of(CURVES.get(1)));
    assertThat(figure(section, 0).json())
        .isEqualTo(
            "{\"axis\":\"training runs\",\"lines\":[{\"name\":\"random\",\"tuned\":false,"
                + "\"own\":[[1.0,0.61],[40.0,0.35],[90.0,0.31],[660.0,0.31]],"
                + "\"unseen\":[[1.0,0.62],[90.0,0.33],[660.0,0.33]]}]}");
    assertThat(figure(section, 1).json())
        .contains("\"axis\":\"seconds\"", "[131.0,0.31]]", "[131.0,0.33]]");
  }

  @Test
  void theTableUnderTheChartHasJudgedPointsOrAllWhereNoneIsYet() {
    assertThat(texts(Objects.requireNonNull(figure(section(CURVES), 0).table())))
        .contains(List.of("random", "90", "18.0", "0.310", "0.330"))
        .noneMatch(row -> row.get(1).equals("40"));
    SearchCurve underway =
        new SearchCurve(
            "random", 3, null, List.of(new SearchPoint(40, 8, 0.35, null)), 40, 8, Map.of(), null);
    Content section = section(List.of(underway));
    assertThat(section.heading()).isEqualTo("What does a search find for its budget?");
    assertThat(texts(Objects.requireNonNull(figure(section, 0).table())))
        .containsExactly(List.of("random", "40", "8.00", "0.350", "–"));
  }

  @Test
  void theBestValuesAreNamedWhereThereAreFew() {
    List<Block> blocks = section(CURVES).blocks();
    assertThat(texts((Table) blocks.get(blocks.size() - 1)))
        .containsExactly(
            List.of("random", "learning rate\u00a02.43"),
            List.of("bobyqa", "learning rate\u00a00.370"));
  }

  @Test
  void thereIsNoSectionWhereNothingWasFound() {
    assertThat(new SearchSection().content(record(List.of()))).isEmpty();
    SearchCurve lost = new SearchCurve("random", 3, null, List.of(), 9, 9, Map.of(), null);
    assertThat(new SearchSection().content(record(List.of(lost)))).isEmpty();
  }

  private static Content section(List<SearchCurve> curves) {
    return new SearchSection().content(record(curves)).orElseThrow();
  }

  private static Figure figure(Content section, int block) {
    return (Figure) section.blocks().get(block);
  }

  private static List<List<String>> texts(Table table) {
    return table.rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList();
  }

  private static RunRecord record(List<SearchCurve> curves) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new Searches(curves)),
        null,
        null);
  }
}
