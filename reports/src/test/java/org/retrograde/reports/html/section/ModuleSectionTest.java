package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.ModuleNumber;
import org.retrograde.reports.record.ModuleNumbers;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ShareEstimate;
import org.retrograde.reports.record.VarianceShare;

final class ModuleSectionTest {

  @Test
  void typesAreRowsOfOneTableAndBlocksInTheirOrderOfAnother() {
    Content section =
        new ModuleSection()
            .content(
                record(
                    List.of(
                        new ModuleNumber("learning rate", "query", 0, false, 0.01, 0.02),
                        new ModuleNumber("learning rate", "value", 0, false, 0.01, 0.005),
                        new ModuleNumber("learning rate", "block 10", 10, true, 1, 0.5),
                        new ModuleNumber("learning rate", "block 2", 2, true, 1, 2),
                        new ModuleNumber("init scale", "query", 0, false, 1, 3),
                        new ModuleNumber("epsilon", "block 1", 1, false, 1e-8, 1e-9))))
            .orElseThrow();
    assertThat(rows(section.blocks().get(0)))
        .containsExactly(
            List.of("query", "0.02 x 2", "3 x 3"), List.of("value", "0.005 x 0.5", ""));
    assertThat(rows(section.blocks().get(1)).stream().map(row -> row.get(0)))
        .containsExactly("block 1", "block 2", "block 10");
    assertThat(rows(section.blocks().get(1)).get(1)).containsExactly("block 2", "", "x 2");
  }

  @Test
  void thereIsNoSectionWhereNothingWasTunedByModule() {
    assertThat(new ModuleSection().content(record(List.of()))).isEmpty();
  }

  @Test
  void whatMattersMostComesFirstWithItsIntervalAndFanovaBesideIt() {
    List<Block> blocks = of(SampleRecords.moduleShares());
    Figure figure = (Figure) blocks.get(0);
    assertThat(figure.words().heading())
        .isEqualTo(
            "Which modules matter? At the start most the readout, with 94.0\u00a0% of the"
                + " variance");
    assertThat(figure.words().explanation())
        .contains("intervals over 2 seeds", "59 trials of random search", "2 random forests");
    assertThat(rows(Objects.requireNonNull(figure.table())))
        .containsExactly(
            List.of("readout", "94.0 ± 10.0\u00a0%", "6.0\u00a0%", "77.0 ± 2.8\u00a0%"),
            List.of("query", "6.0 ± 10.0\u00a0%", "94.0\u00a0%", "23.0 ± 2.8\u00a0%"));
    Table numbers = ((Folded) blocks.get(1)).table();
    assertThat(numbers.header()).startsWith("number", "change at the start", "change tuned");
    assertThat(rows(numbers).get(0))
        .startsWith("learning rate of readout", "−0.450 ± 0.635", "−0.450 ± 0.635");
    assertThat(rows(numbers).get(3)).startsWith("init scale of query", "0 ± 1.27");
  }

  @Test
  void whereThereIsNoFanovaTheReasonStandsInItsPlace() {
    ModuleShares with = SampleRecords.moduleShares();
    List<Block> blocks =
        of(
            new ModuleShares(
                with.numbers().stream().map(share -> share.withFanova(List.of())).toList(),
                with.modules().stream().map(share -> share.withFanova(List.of())).toList(),
                0,
                "there is no fANOVA: python3 has no Optuna"));
    Figure figure = (Figure) blocks.get(0);
    assertThat(figure.words().explanation()).doesNotContain("fANOVA");
    assertThat(Objects.requireNonNull(figure.table()).header())
        .containsExactly("module", "share at the start", "share tuned");
    assertThat(blocks.get(1))
        .isEqualTo(new Block.Paragraph("there is no fANOVA: python3 has no Optuna."));
  }

  @Test
  void whereNoDerivativeIsANumberNoModuleIsSaidToMatterMost() {
    ModuleShares with = SampleRecords.moduleShares();
    Figure figure =
        (Figure) of(new ModuleShares(lost(with.numbers()), lost(with.modules()), 0, "")).get(0);
    assertThat(figure.words().heading())
        .isEqualTo("Which modules matter? All derivatives at the start have left the numbers");
    assertThat(rows(Objects.requireNonNull(figure.table())))
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo("–"));
  }

  private static List<VarianceShare> lost(List<VarianceShare> shares) {
    return shares.stream()
        .map(
            one ->
                new VarianceShare(
                    one.name(),
                    one.module(),
                    List.of(),
                    List.of(),
                    ShareEstimate.UNKNOWN,
                    ShareEstimate.UNKNOWN,
                    List.of()))
        .toList();
  }

  private static List<Block> of(ModuleShares shares) {
    return new ModuleSection().content(record(Results.empty().with(shares))).orElseThrow().blocks();
  }

  private static List<List<String>> rows(Block block) {
    return ((Table) block)
        .rows().stream().map(row -> row.stream().map(ModuleSectionTest::words).toList()).toList();
  }

  private static String words(Cell cell) {
    return cell.text() + (cell.detail().isEmpty() ? "" : " " + cell.detail());
  }

  private static RunRecord record(List<ModuleNumber> numbers) {
    return record(Results.empty().with(new ModuleNumbers(numbers)));
  }

  private static RunRecord record(Results results) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null), List.of(), results, null, null);
  }
}
