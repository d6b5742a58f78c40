package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.retrograde.reports.record.GroupValue;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.Penalties;
import org.retrograde.reports.record.RunRecord;

/** Hyperparameters that are one number a group: init scales and penalties. */
final class GroupValueSection implements Section {

  private static final AlikeGroups<GroupValue> ALIKE =
      new AlikeGroups<>(
          GroupValue::group,
          (value, group) -> new GroupValue(value.name(), group, value.start(), value.tuned()));

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(InitScales.class, Penalties.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(GroupValueSection.class, "groups.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<GroupValue> values =
        ALIKE.merged(
            Stream.concat(
                    record.results().all(InitScales.class).stream(),
                    record.results().all(Penalties.class).stream())
                .toList());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    GroupColour colours =
        GroupColour.of(record.manifest().groups(), values.stream().map(GroupValue::group).toList());
    List<String> names = values.stream().map(GroupValue::name).distinct().toList();
    List<Block> figures =
        IntStream.range(0, names.size())
            .mapToObj(i -> figure(i, names.get(i), values, colours))
            .toList();
    String heading =
        record.results().all(InitScales.class).isEmpty()
            ? "Which penalties did tuning change?"
            : "Which layers start larger or smaller?";
    return Optional.of(new Content("scales", "Scales", heading, figures));
  }

  private static Block figure(int index, String name, List<GroupValue> all, GroupColour colours) {
    List<GroupValue> values = all.stream().filter(value -> value.name().equals(name)).toList();
    List<Row> rows =
        values.stream()
            .map(
                value ->
                    new Row(
                        value.group(), colours.slot(value.group()), value.start(), value.tuned()))
            .toList();
    List<List<Cell>> cells =
        values.stream()
            .map(
                value ->
                    List.of(
                        Cell.text(value.group()),
                        Cell.number(value.start()),
                        Cell.number(value.tuned()),
                        Cell.number(Numbers.percent(100 * (value.tuned() / value.start() - 1)))))
            .toList();
    return Figure.of(
        "values",
        "chart-values-" + index,
        new Figure.Words(
            "How far did the " + name + " of each group move?",
            "The hollow dot is the start, the filled dot is tuned; the line between them is how far"
                + " it moved."),
        new Data(name, rows),
        new Table(
            "The " + name + " by group", List.of("group", "start", "tuned", "change"), cells));
  }

  private record Row(String group, int slot, double start, double tuned) {}

  private record Data(String name, List<Row> rows) {}
}
