package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RateLaw;
import org.retrograde.reports.record.RunRecord;

/** How the best rate follows length and batch, and the laws that were fitted. */
final class RateLawSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(RateLaw.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(RateLaw.class).map(RateLawSection::content);
  }

  private static Content content(RateLaw found) {
    String claim =
        String.format(
            Locale.ROOT,
            "The best rate of %s goes as n^%.3f B^%.3f, R² %.5f",
            found.shape(),
            found.byLogSamples(),
            found.byLogBatch(),
            found.determination());
    List<Block> blocks = List.of(laws(found), new Folded("Every length and batch", cells(found)));
    return new Content("rate-law", "Rate law", claim, blocks);
  }

  private static Table laws(RateLaw found) {
    List<List<Cell>> rows =
        found.laws().stream()
            .map(
                law ->
                    List.of(
                        Cell.text(law.name()),
                        Cell.number(law.factor()),
                        Cell.number(law.exponent()),
                        Cell.number(law.mean()),
                        Cell.number(law.worst())))
            .toList();
    return new Table(
        "Rates B a n^b, fitted by exact derivatives: loss over that of the best rate of each cell",
        List.of("fitted to", "a", "b", "mean ratio", "worst ratio"),
        rows);
  }

  private static Table cells(RateLaw found) {
    List<String> header = new ArrayList<>(List.of("batch", "samples", "best rate", "loss"));
    found.laws().forEach(law -> header.add("ratio, " + law.name()));
    List<List<Cell>> rows = new ArrayList<>();
    for (RateLaw.Cell cell : found.cells()) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(Integer.toString(cell.batch())));
      row.add(Cell.number(Integer.toString(cell.samples())));
      row.add(Cell.number(cell.bestRate()));
      row.add(Cell.number(cell.loss()));
      cell.ratios().forEach(ratio -> row.add(Cell.number(ratio)));
      rows.add(row);
    }
    return new Table("Losses", header, rows);
  }
}
