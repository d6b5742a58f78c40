package org.retrograde.reports.html.section;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.Importance;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.RunRecord;

/** Exact derivatives of the objective with respect to each hyperparameter's logarithm. */
final class ImportanceSection implements Section {

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Importances.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(ImportanceSection.class, "groups.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<Importance> importances = record.results().all(Importances.class);
    if (importances.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Content(
            "importances",
            "Importances",
            claim(importances),
            List.of(figure(importances, record.manifest().groups()))));
  }

  private static String claim(List<Importance> importances) {
    Importance first =
        importances.stream()
            .max(Comparator.comparingDouble(importance -> Math.abs(importance.startLogGradient())))
            .orElseThrow(() -> new IllegalArgumentException("no importances"));
    return "At the start, the "
        + first.hyperparameter()
        + " of "
        + first.group()
        + " mattered most";
  }

  private static Block figure(List<Importance> importances, List<GroupPlace> places) {
    GroupColour colours =
        GroupColour.of(places, importances.stream().map(Importance::group).toList());
    List<Row> rows =
        importances.stream()
            .map(
                i ->
                    new Row(
                        i.hyperparameter(),
                        i.group(),
                        colours.slot(i.group()),
                        i.startLogGradient(),
                        i.tunedLogGradient()))
            .toList();
    List<List<Cell>> cells =
        importances.stream()
            .map(
                i ->
                    List.of(
                        Cell.text(i.hyperparameter() + " " + i.group()),
                        Cell.number(i.startLogGradient()),
                        Cell.number(i.tunedLogGradient())))
            .toList();
    return Figure.of(
        "importances",
        "chart-importances",
        new Figure.Words(
            "What does the loss still depend on?",
            "Length is the exact |∂L/∂log λ| on a logarithmic axis, outlined at the start and"
                + " filled when tuned; shorter filled bars mean that little is left to gain. The"
                + " sign says the direction: − means that a larger value lowers the loss, + that it"
                + " raises it."),
        rows,
        new Table(
            "∂L/∂log λ by hyperparameter and group",
            List.of("hyperparameter", "start", "tuned"),
            cells));
  }

  private record Row(String hyperparameter, String group, int slot, double start, double tuned) {}
}
