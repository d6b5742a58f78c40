package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.retrograde.reports.record.TrajectoryMap;
import org.retrograde.reports.record.TrajectoryMap.Ground;
import org.retrograde.reports.record.TrajectoryMap.Trajectory;

/** Training of two weights as paths over the level lines of the loss. */
final class TrajectorySection implements Section {

  private static final int LEVELS = 24;

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(TrajectoryMap.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(new Script(TrajectorySection.class, "trajectories.js"));
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    return record
        .results()
        .find(TrajectoryMap.class)
        .filter(map -> !map.trajectories().isEmpty())
        .map(
            map ->
                new Content(
                    "trajectories",
                    "Trajectories",
                    claim(map.trajectories()),
                    List.of(figure(map))));
  }

  private static String claim(List<Trajectory> all) {
    double first = all.get(0).loss();
    double least = all.stream().mapToDouble(Trajectory::loss).min().orElse(Double.NaN);
    return least < first
        ? "Tuning leads training from a final loss of %s to one of %s"
            .formatted(Numbers.figure(first), Numbers.figure(least))
        : "Tuning has not led training to a lower final loss than " + Numbers.figure(first);
  }

  private static Block figure(TrajectoryMap map) {
    List<List<Cell>> rows =
        map.trajectories().stream()
            .map(
                path ->
                    List.of(
                        Cell.text(path.name()),
                        Cell.number(
                            String.format(Locale.ROOT, "%.1f", path.loss()).replace('-', '−')),
                        Cell.number(last(path.first())),
                        Cell.number(last(path.second()))))
            .toList();
    return Figure.of(
        "trajectories",
        "chart-trajectories",
        new Figure.Words(
            "Where does training go?",
            "Each path is one training run, from the open circle at its start to the dot at its"
                + " end, with a mark at every step. Lines join points of the same loss; dark is"
                + " low, and the lines lie at equal differences."),
        new Data(
            map.horizontal(),
            map.vertical(),
            map.ground().left(),
            map.ground().right(),
            map.ground().bottom(),
            map.ground().top(),
            levels(map.ground()),
            map.trajectories()),
        new Table(
            "Where each run ends",
            List.of("run", "final loss", map.horizontal(), map.vertical()),
            rows));
  }

  private static double last(List<Double> values) {
    return values.isEmpty() ? Double.NaN : values.get(values.size() - 1);
  }

  private static List<Level> levels(Ground ground) {
    double least = ground.losses().stream().mapToDouble(loss -> loss).min().orElse(0);
    double most = ground.losses().stream().mapToDouble(loss -> loss).max().orElse(1);
    List<Level> levels = new ArrayList<>();
    for (int i = 1; i <= LEVELS; i++) {
      double share = i / (LEVELS + 1.0);
      double level = least + share * (most - least);
      levels.add(new Level(level, share, LevelLines.of(ground, level)));
    }
    return levels;
  }

  private record Level(double value, double share, List<List<double[]>> lines) {}

  private record Data(
      String horizontal,
      String vertical,
      double left,
      double right,
      double bottom,
      double top,
      List<Level> levels,
      List<Trajectory> trajectories) {}
}
