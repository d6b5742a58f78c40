package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.GridConfig;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/** Searches a grid of learning rates and momenta for each schedule. */
final class GridPhase {

  private final RunContext context;
  private final GridConfig grid;

  GridPhase(RunContext context, GridConfig grid) {
    this.context = context;
    this.grid = grid;
  }

  void run() throws InterruptedException {
    List<Callable<Point>> tasks = new ArrayList<>();
    for (Schedule schedule : grid.arms()) {
      for (double momentum : grid.momenta()) {
        for (double rate : grid.learningRates().values()) {
          tasks.add(() -> evaluate(new ArmConfig(schedule, rate, momentum, "grid")));
        }
      }
    }
    context.progress().begin("grid", tasks.size());
    List<Point> points =
        context
            .jobs()
            .run(
                tasks,
                point ->
                    context
                        .progress()
                        .step(
                            "%s %.4f"
                                .formatted(
                                    ConfigWriter.inOneLine(point.arm().schedule()), point.mean())));
    context.progress().end();
    context.update(results -> results.withGrid(withWinners(points)));
  }

  private Point evaluate(ArmConfig arm) {
    Workbench bench = context.bench();
    List<Double> losses = new ArrayList<>();
    for (long seed : Seeds.range(context.config().seed(), "grid", 0, grid.seeds())) {
      try {
        losses.add(
            bench
                .run(context.config().model().width(), seed, Hyperparameters.settings(bench, arm))
                .run()
                .train()
                .finalLoss());
      } catch (DivergenceException | CoefficientRangeException e) {
        losses.add(Double.POSITIVE_INFINITY);
      }
    }
    return new Point(arm, losses);
  }

  private List<GridPoint> withWinners(List<Point> points) {
    List<GridPoint> result = new ArrayList<>();
    for (Point point : points) {
      Point winner =
          points.stream()
              .filter(other -> other.arm().schedule().equals(point.arm().schedule()))
              .min(Comparator.comparingDouble(Point::mean))
              .orElse(point);
      result.add(
          new GridPoint(
              ConfigWriter.inOneLine(point.arm().schedule()),
              point.arm().learningRate(),
              point.arm().momentum(),
              point.mean(),
              point.spread(),
              point.equals(winner) && Double.isFinite(winner.mean())));
    }
    return result;
  }

  private record Point(ArmConfig arm, List<Double> losses) {

    double mean() {
      return losses.stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
    }

    /** Standard deviation over the seeds. */
    double spread() {
      double mean = mean();
      double sum = losses.stream().mapToDouble(loss -> (loss - mean) * (loss - mean)).sum();
      return losses.size() < 2 ? 0 : Math.sqrt(sum / (losses.size() - 1));
    }
  }
}
