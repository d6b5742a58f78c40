package org.retrograde.experiments.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.statistics.Spread;

/** Shows what {@link Repeated} finds. */
public final class RepeatedSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(RepeatedLosses.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record.results().find(RepeatedLosses.class).map(found -> content(found.losses()));
  }

  private static Content content(List<Double> losses) {
    List<List<Cell>> rows = new ArrayList<>();
    losses.forEach(
        loss -> rows.add(List.of(Cell.text("run " + (rows.size() + 1)), Cell.number(loss))));
    return new Content(
        "repeated",
        "From seed to seed",
        "Before tuning the loss is " + Numbers.spread(Spread.of(losses)),
        List.of(new Table("Final losses before tuning", List.of("run", "loss"), rows)));
  }
}
