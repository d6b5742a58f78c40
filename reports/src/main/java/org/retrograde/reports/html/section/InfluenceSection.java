package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Influence;
import org.retrograde.reports.record.Influences;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.RunRecord;

/** The training rows that help most and that harm most, as pictures or as their numbers. */
final class InfluenceSection implements Section {

  private static final String HELPFUL = "The most helpful training rows";
  private static final String HARMFUL = "The most harmful training rows";

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Influences.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<Influence> all = record.results().all(Influences.class);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    for (Influence influence : all) {
      blocks.add(
          new Block.Paragraph(
              influence.name()
                  + " by the weight of each training row: below 0, a little more weight of the row"
                  + " lowers the loss, and above 0 it raises it. What leaving the row out does"
                  + " can differ. Rows are counted from 1 as they stand in the data, without a"
                  + " header."));
      if (influence.showsPictures()) {
        PictureShades shades = PictureShades.of(pictures(influence, both(influence)));
        blocks.add(pictures(HELPFUL, influence.helpful(), influence, shades));
        blocks.add(pictures(HARMFUL, influence.harmful(), influence, shades));
      }
      blocks.add(table(HELPFUL, influence.helpful(), influence));
      blocks.add(table(HARMFUL, influence.harmful(), influence));
    }
    return Optional.of(
        new Content(
            "influence", "Training rows", "Which training rows help, and which harm?", blocks));
  }

  private static List<Influence.Row> both(Influence influence) {
    return Stream.concat(influence.helpful().stream(), influence.harmful().stream()).toList();
  }

  private static PictureSet pictures(Influence influence, List<Influence.Row> rows) {
    return new PictureSet(
        influence.name(),
        influence.height(),
        influence.width(),
        false,
        rows.stream().map(row -> new PictureSet.Picture(row.label(), row.values())).toList());
  }

  private static Block pictures(
      String title, List<Influence.Row> rows, Influence influence, PictureShades shades) {
    List<Block.Pictures.One> shown = new ArrayList<>();
    for (PictureSet.Picture picture : pictures(influence, rows).pictures()) {
      String derivative = Numbers.figure(rows.get(shown.size()).derivative());
      shown.add(
          new Block.Pictures.One(
              "%s, %s".formatted(picture.label(), derivative), shades.png(picture)));
    }
    return new Block.Pictures(title, "Under each, its label and the derivative.", shown);
  }

  private static Cell value(double value) {
    return Double.isNaN(value) ? Cell.text("missing") : Cell.number(value);
  }

  private static Table table(String caption, List<Influence.Row> rows, Influence influence) {
    List<String> header = new ArrayList<>(List.of("row", "label", "derivative"));
    boolean isTable = !influence.showsPictures();
    if (isTable) {
      header.addAll(influence.features());
    }
    List<List<Cell>> cells = new ArrayList<>();
    for (Influence.Row row : rows) {
      List<Cell> line = new ArrayList<>();
      line.add(Cell.text(String.valueOf(row.id())));
      line.add(Cell.text(row.label()));
      line.add(Cell.number(row.derivative()));
      if (isTable) {
        row.values().forEach(value -> line.add(value(value)));
      }
      cells.add(line);
    }
    return new Table(caption, header, cells);
  }
}
