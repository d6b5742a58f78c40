package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;

/** Hyperparameters over the steps of training, one chart a hyperparameter. */
final class ScheduleSection implements Section {

  private static final int TABLE_ROWS = 11;
  private static final AlikeGroups<ScheduleCurve> ALIKE =
      new AlikeGroups<>(
          ScheduleCurve::group,
          (curve, group) ->
              new ScheduleCurve(curve.hyperparameter(), group, curve.start(), curve.tuned()));

  @Override
  public Part part() {
    return Part.LEARNED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Schedules.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(ScheduleSection.class, "schedule.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<ScheduleCurve> all = ALIKE.merged(record.results().all(Schedules.class));
    List<String> flat =
        all.stream()
            .map(ScheduleCurve::hyperparameter)
            .distinct()
            .filter(name -> of(name, all).stream().allMatch(ScheduleSection::isFlat))
            .toList();
    List<ScheduleCurve> curves =
        all.stream().filter(curve -> !flat.contains(curve.hyperparameter())).toList();
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    GroupColour colours =
        GroupColour.of(
            record.manifest().groups(), curves.stream().map(ScheduleCurve::group).toList());
    List<String> names = curves.stream().map(ScheduleCurve::hyperparameter).distinct().toList();
    List<Block> figures =
        IntStream.range(0, names.size())
            .mapToObj(i -> figure(i, names.get(i), curves, colours))
            .collect(Collectors.toCollection(ArrayList::new));
    if (!flat.isEmpty()) {
      figures.add(
          new Block.Paragraph(
              "Constant, and as before tuning: "
                  + flat.stream().map(name -> constant(name, all)).collect(Collectors.joining(", "))
                  + "."));
    }
    return Optional.of(
        new Content("schedules", "Schedules", "What schedule did each layer learn?", figures));
  }

  private static List<ScheduleCurve> of(String name, List<ScheduleCurve> all) {
    return all.stream().filter(curve -> curve.hyperparameter().equals(name)).toList();
  }

  /** Whether a curve has nothing to see: constant, and not changed by tuning. */
  private static boolean isFlat(ScheduleCurve curve) {
    return curve.tuned().equals(curve.start()) && new HashSet<>(curve.start()).size() == 1;
  }

  private static String constant(String name, List<ScheduleCurve> all) {
    return name
        + of(name, all).stream()
            .map(curve -> Numbers.setting(curve.start().get(0)))
            .distinct()
            .collect(Collectors.joining(" or ", " ", ""));
  }

  private static Block figure(
      int index, String name, List<ScheduleCurve> all, GroupColour colours) {
    List<ScheduleCurve> curves = of(name, all);
    boolean rate = name.contains("rate");
    boolean common = curves.stream().map(ScheduleCurve::start).distinct().count() == 1;
    List<Integer> steps =
        Thinning.steps(
            curves.stream().flatMap(curve -> Stream.of(curve.start(), curve.tuned())).toList(),
            rate);
    List<Line> lines =
        curves.stream()
            .map(
                curve ->
                    new Line(
                        curve.group(),
                        colours.slot(curve.group()),
                        steps.stream().map(curve.start()::get).toList(),
                        steps.stream().map(curve.tuned()::get).toList()))
            .toList();
    String explanation =
        "The value at each training step, one colour a layer (weights dark, biases light): "
            + (common ? "the grey dashed line is the common start" : "dashed is the start")
            + ", solid is tuned."
            + (rate ? " The axis is logarithmic: equal distances are equal factors." : "");
    return Figure.of(
        "schedule",
        "chart-schedule-" + index,
        new Figure.Words("How does the " + name + " of each group run over training?", explanation),
        new ScheduleData(name, rate, common, steps, lines),
        table(name, curves));
  }

  private static Table table(String name, List<ScheduleCurve> curves) {
    int steps = curves.stream().mapToInt(curve -> curve.tuned().size()).max().orElse(0);
    int rows = Math.min(steps, TABLE_ROWS);
    List<Integer> shown =
        IntStream.range(0, rows)
            .map(i -> rows == 1 ? 0 : i * (steps - 1) / (rows - 1))
            .boxed()
            .toList();
    List<String> header =
        IntStream.concat(IntStream.of(-1), shown.stream().mapToInt(Integer::intValue))
            .mapToObj(step -> step < 0 ? "group" : "step " + step)
            .toList();
    List<List<Cell>> cells =
        curves.stream()
            .flatMap(
                curve ->
                    List.of(
                        row(curve.group() + " start", curve.start(), shown),
                        row(curve.group() + " tuned", curve.tuned(), shown))
                        .stream())
            .toList();
    return new Table("The " + name + " at some of its steps", header, cells);
  }

  private static List<Cell> row(String name, List<Double> values, List<Integer> steps) {
    return IntStream.range(-1, steps.size())
        .mapToObj(i -> i < 0 ? Cell.text(name) : at(values, steps.get(i)))
        .toList();
  }

  private static Cell at(List<Double> values, int step) {
    return step < values.size() ? Cell.number(values.get(step)) : Cell.number("–");
  }

  private record Line(String group, int slot, List<Double> start, List<Double> tuned) {}

  private record ScheduleData(
      String name,
      boolean logarithmic,
      boolean commonStart,
      List<Integer> steps,
      List<Line> lines) {}
}
