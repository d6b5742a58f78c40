package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;

/** How judged runs went: all arms over each other, then the parameter groups of one arm. */
final class TrainingCurveSection implements Section {

  private static final int TABLE_STEPS = 6;

  /** Losses are drawn by their logarithms where the largest is so many times the least. */
  private static final double WIDE = 8;

  private static final String CUT_SHORT =
      " A diamond ends a run that diverged, which the mean leaves out.";

  @Override
  public Part part() {
    return Part.COMPARED;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(TrainingCurves.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(TrainingCurveSection.class, "curves.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<Arm> arms = arms(record.results().all(TrainingCurves.class));
    if (arms.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(courses(arms));
    List<Arm> looked =
        TunedFirst.sorted(arms.stream().filter(arm -> !arm.groups().isEmpty()).toList(), Arm::name);
    if (!looked.isEmpty()) {
      List<String> names =
          looked.stream().flatMap(arm -> arm.groups().stream()).map(GroupCurve::group).toList();
      GroupColour colours = GroupColour.of(record.manifest().groups(), names);
      blocks.add(gradients(looked, colours));
      blocks.add(updates(looked, colours));
    }
    return Optional.of(
        new Content("training", "Training", "How does training go with each setting?", blocks));
  }

  private static List<Arm> arms(List<TrainingCurve> curves) {
    return curves.stream()
        .filter(curve -> !curve.steps().isEmpty())
        .map(TrainingCurve::arm)
        .distinct()
        .map(name -> new Arm(name, curves.stream().filter(one -> one.arm().equals(name)).toList()))
        .toList();
  }

  private static Block courses(List<Arm> arms) {
    List<Measured> measured =
        List.of(
            Measured.of("training loss", arms, TrainingCurve::losses),
            Measured.of("gradient norm", arms, TrainingCurve::gradientNorms));
    return Figure.of(
            "curves",
            "chart-curves",
            new Figure.Words(
                "How do loss and gradient run over training?",
                "On seeds that nothing was chosen by: thick is the mean, faint each seed."
                    + (arms.stream().anyMatch(Arm::isCutShort) ? CUT_SHORT : "")
                    + " The loss is that of each step's batch, the gradient norm that of all"
                    + " parameters before any clip."),
            measured,
            table(arms, measured))
        .withChoices(measured.stream().map(m -> new Figure.Choice(m.name(), m.name())).toList());
  }

  private static Table table(List<Arm> arms, List<Measured> measured) {
    List<Integer> steps =
        arms.stream()
            .map(Arm::steps)
            .max(Comparator.comparing(List::size))
            .map(TrainingCurveSection::some)
            .orElseThrow();
    List<List<Cell>> rows = new ArrayList<>();
    for (Measured quantity : measured) {
      for (Course course : quantity.arms()) {
        rows.add(
            Stream.concat(
                    Stream.of(Cell.text(course.name() + ", " + quantity.name())),
                    steps.stream().map(step -> at(course, step)))
                .toList());
      }
    }
    List<String> header =
        Stream.concat(Stream.of("mean"), steps.stream().map(step -> "step " + step)).toList();
    return new Table("Loss and gradient norm at some of the steps", header, rows);
  }

  private static List<Integer> some(List<Integer> steps) {
    int count = Math.min(steps.size(), TABLE_STEPS);
    return IntStream.range(0, count)
        .mapToObj(i -> steps.get(count == 1 ? 0 : i * (steps.size() - 1) / (count - 1)))
        .toList();
  }

  private static Cell at(Course course, int step) {
    int place = course.steps().indexOf(step);
    return place < 0 ? Cell.number("–") : Cell.number(course.mean().get(place));
  }

  private static Block gradients(List<Arm> arms, GroupColour colours) {
    return groups(
        "gradients",
        new Figure.Words(
            "How large is the gradient of each group?",
            "The norm of each parameter group's gradient on the first seed, before any clip; one"
                + " colour a layer (weights dark, biases light). The axis is logarithmic."),
        new Groups("gradient norm", lines(arms, colours, GroupCurve::gradientNorms)),
        medians(arms));
  }

  private static Block updates(List<Arm> arms, GroupColour colours) {
    return groups(
        "updates",
        new Figure.Words(
            "How much does a step change each group?",
            "|update| / |weights| on the first seed, on a logarithmic axis. At one over the number"
                + " of steps, a group could come as far as its own length in the whole run; far"
                + " above that it is rewritten, far below it hardly learns. A group that starts at"
                + " zero begins with a gap."),
        new Groups("|update| / |weights|", lines(arms, colours, GroupCurve::relativeUpdates)),
        null);
  }

  private static Block groups(String name, Figure.Words words, Groups data, @Nullable Table table) {
    return Figure.of("groupCurves", "chart-group-" + name, words, data, table)
        .withChoices(
            data.arms().stream().map(arm -> new Figure.Choice(arm.name(), arm.name())).toList());
  }

  private static List<Lines> lines(
      List<Arm> arms, GroupColour colours, Function<GroupCurve, List<Double>> values) {
    return arms.stream()
        .map(
            arm ->
                new Lines(
                    arm.name(),
                    arm.looked().steps(),
                    arm.groups().stream()
                        .map(
                            group ->
                                new Line(
                                    group.group(),
                                    colours.slot(group.group()),
                                    values.apply(group)))
                        .toList()))
        .toList();
  }

  private static Table medians(List<Arm> arms) {
    List<List<Cell>> rows =
        arms.stream()
            .flatMap(
                arm ->
                    arm.groups().stream()
                        .map(
                            group ->
                                List.of(
                                    Cell.text(arm.name() + ", " + group.group()),
                                    Cell.number(median(group.gradientNorms())),
                                    Cell.number(median(group.relativeUpdates())))))
            .toList();
    return new Table(
        "Medians over the steps that were looked at",
        List.of("group", "gradient norm", "|update| / |weights|"),
        rows);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  /**
   * The curves of an arm.
   *
   * @param name of it
   * @param curves one a seed, at least one with a step
   */
  private record Arm(String name, List<TrainingCurve> curves) {

    /** Returns the steps of the longest run, of which every other run has the first ones. */
    List<Integer> steps() {
      return curves.stream()
          .map(TrainingCurve::steps)
          .max(Comparator.comparing(List::size))
          .orElseThrow();
    }

    boolean isCutShort() {
      return curves.stream().anyMatch(curve -> curve.steps().size() < steps().size());
    }

    /** Returns the run whose groups were looked at, or else any. */
    TrainingCurve looked() {
      return curves.stream()
          .filter(curve -> !curve.groups().isEmpty())
          .findFirst()
          .orElse(curves.get(0));
    }

    List<GroupCurve> groups() {
      return looked().groups();
    }
  }

  /**
   * A quantity in all arms.
   *
   * @param logarithmic whether it is drawn by its logarithm
   */
  private record Measured(String name, boolean logarithmic, List<Course> arms) {

    static Measured of(String name, List<Arm> arms, Function<TrainingCurve, List<Double>> values) {
      List<Course> courses = arms.stream().map(arm -> Course.of(arm, values)).toList();
      List<Double> all =
          courses.stream()
              .flatMap(course -> course.runs().stream())
              .flatMap(List::stream)
              .filter(Double::isFinite)
              .sorted()
              .toList();
      boolean wide =
          !all.isEmpty() && all.get(0) > 0 && all.get(all.size() - 1) > WIDE * all.get(0);
      return new Measured(name, wide, courses);
    }
  }

  /**
   * A quantity in one arm.
   *
   * @param steps of its longest run
   * @param mean over the runs that are as long
   * @param runs one a seed, as far as it came
   */
  private record Course(
      String name, boolean tuned, List<Integer> steps, List<Double> mean, List<List<Double>> runs) {

    static Course of(Arm arm, Function<TrainingCurve, List<Double>> values) {
      List<List<Double>> runs = arm.curves().stream().map(values).toList();
      List<Integer> steps = arm.steps();
      List<List<Double>> whole = runs.stream().filter(run -> run.size() == steps.size()).toList();
      List<Double> mean =
          IntStream.range(0, steps.size())
              .mapToObj(
                  i -> whole.stream().mapToDouble(run -> run.get(i)).average().orElse(Double.NaN))
              .toList();
      return new Course(arm.name(), arm.name().equals(JudgedRun.TUNED), steps, mean, runs);
    }
  }

  private record Groups(String name, List<Lines> arms) {}

  private record Lines(String name, List<Integer> steps, List<Line> lines) {}

  private record Line(String group, int slot, List<Double> values) {}
}
