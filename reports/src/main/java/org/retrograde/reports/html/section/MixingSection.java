package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;
import org.retrograde.reports.record.RunRecord;

/** The matrices by which tasks share weights, one heat map each. */
final class MixingSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Mixings.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(HeatMap.SCRIPT);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<MixingMatrix> mixings = record.results().all(Mixings.class);
    if (mixings.isEmpty()) {
      return Optional.empty();
    }
    double largest =
        mixings.stream()
            .flatMap(mixing -> changes(mixing).stream())
            .mapToDouble(Math::abs)
            .max()
            .orElse(1);
    List<Block> figures =
        IntStream.range(0, mixings.size())
            .mapToObj(i -> figure(i, mixings.get(i), largest))
            .toList();
    return Optional.of(new Content("sharing", "Sharing", claim(mixings), figures));
  }

  private static String claim(List<MixingMatrix> mixings) {
    return "How far tuning moved what tasks share: "
        + mixings.stream()
            .map(
                mixing ->
                    "%s %s between tasks".formatted(mixing.name(), Numbers.figure(between(mixing))))
            .collect(Collectors.joining(", "));
  }

  /** Root mean square of what was learned off the diagonal. */
  private static double between(MixingMatrix mixing) {
    List<Double> changes = changes(mixing);
    int tasks = mixing.tasks().size();
    return Math.sqrt(
        IntStream.range(0, changes.size())
            .filter(i -> i % (tasks + 1) != 0)
            .mapToDouble(i -> changes.get(i) * changes.get(i))
            .average()
            .orElse(0));
  }

  private static List<Double> changes(MixingMatrix mixing) {
    List<Double> changes = new ArrayList<>();
    for (int i = 0; i < mixing.learned().size(); i++) {
      changes.add(mixing.learned().get(i) - mixing.start().get(i));
    }
    return changes;
  }

  private static Block figure(int index, MixingMatrix mixing, double largest) {
    int size = mixing.tasks().size();
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(mixing.tasks().get(i))));
      for (int j = 0; j < size; j++) {
        row.add(Cell.number(mixing.learned().get(i * size + j)));
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("task"));
    header.addAll(mixing.tasks());
    return Figure.of(
        HeatMap.CHART,
        "chart-mixing-" + index,
        new Figure.Words(
            "What do tasks take from each other in " + mixing.name() + "?",
            "The task of a row has its weights from the latent ones of every column. Colour is how"
                + " far tuning moved an entry from where it started, blue up and orange down, on"
                + " the same scale in every matrix; the number is the entry itself."),
        new HeatMap(
            mixing.tasks(),
            mixing.tasks(),
            "moved by",
            changes(mixing),
            mixing.learned().stream().map(MixingSection::entry).toList(),
            largest),
        new Table("Learned entries of " + mixing.name(), header, rows));
  }

  private static String entry(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replace('-', '−');
  }
}
