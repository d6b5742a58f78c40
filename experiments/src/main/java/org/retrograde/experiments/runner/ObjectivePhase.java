package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ObjectiveStudy;
import org.retrograde.experiments.config.StudyConfig;
import org.retrograde.experiments.suite.OwnObjective;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Tuned;
import org.retrograde.hypergrad.meta.TunerIteration;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.TrajectoryMap;
import org.retrograde.reports.record.TrajectoryMap.Ground;
import org.retrograde.reports.record.TrajectoryMap.Trajectory;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Tunes the schedules of an objective of one's own, and draws what training does where it can. */
final class ObjectivePhase {

  private static final int COLUMNS = 161;
  private static final int ROWS = 121;

  /** How far the ground reaches beyond the trajectories, as a share of their extent. */
  private static final double MARGIN = 0.12;

  private final RunLog log;
  private final StudyConfig config;
  private final OwnObjective problem;
  private final ObjectiveStudy study;
  private final RunObjective objective;
  private final HostObjective host;
  private final List<Trajectory> trajectories = new ArrayList<>();
  private double lossAtStart = Double.NaN;

  ObjectivePhase(RunLog log, StudyConfig config, OwnObjective problem) {
    this.log = log;
    this.config = config;
    this.problem = problem;
    this.study = problem.study();
    this.host = problem.instance();
    Strategy strategy = StudyTuner.strategy(config.run());
    this.objective = new RunObjective(problem.space(), problem, strategy);
  }

  void run() throws InterruptedException {
    Tuned tuned =
        new StudyTuner(log, objective)
            .tune(
                StudyTuner.settings(study.iterations(), 1, 1, study.metaOptimizer(), config.seed()),
                study.metaOptimizer(),
                this::record);
    RunSettings settings = objective.space().settings(tuned.raw().toArray());
    RunSettings start = objective.space().base();
    List<String> groups = host.groups().stream().map(ParameterGroup::name).toList();
    Hypergradient before = objective.strategy().differentiate(problem.run(start, 0));
    Hypergradient after = objective.strategy().differentiate(problem.run(settings, 0));
    Findings findings = new Findings(groups, start, settings);
    Map<String, Double> figures =
        Map.of("final-loss-at-start", lossAtStart, "final-loss-tuned", tuned.checkLoss());
    log.update(
        results ->
            StudyTuner.withEvidence(results, after, objective.strategy(), problem.device())
                .with(new Schedules(findings.schedules()))
                .with(new Importances(findings.importances(List.of(before), List.of(after))))
                .with(new Published(LoadedStudy.published(config.published(), figures))));
  }

  private void record(TunerIteration iteration) {
    Double check = iteration.checkLoss();
    double loss = check == null ? Double.NaN : check;
    if (iteration.iteration() == 0) {
      lossAtStart = loss;
    }
    if (host.groups().stream().mapToInt(ParameterGroup::size).sum() == 2) {
      String name = "meta-iteration " + (iteration.iteration() + 1);
      add(objective.space().settings(iteration.raw().toArray()), name, loss);
    }
  }

  private void add(RunSettings settings, String name, double loss) {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    try {
      problem
          .run(settings, 0)
          .train(
              weights -> {
                double[] at =
                    weights.stream().flatMapToDouble(w -> Arrays.stream(w.toArray())).toArray();
                first.add(at[0]);
                second.add(at[1]);
              });
    } catch (DivergenceException e) {
      // The path until there is what there is to see; its loss says that it diverged.
    }
    trajectories.add(new Trajectory(name, loss, first, second));
    TrajectoryMap map = new TrajectoryMap(name(0), name(1), ground(), trajectories);
    log.update(results -> results.with(map));
  }

  /** Names a weight after its group, and its place where the group has two. */
  private String name(int weight) {
    ParameterGroup first = host.groups().get(0);
    return first.size() == 2
        ? first.name() + (weight + 1)
        : host.groups().stream().filter(group -> group.size() == 1).toList().get(weight).name();
  }

  private Ground ground() {
    double[] x = range(trajectories.stream().map(Trajectory::first).toList());
    double[] y = range(trajectories.stream().map(Trajectory::second).toList());
    List<Double> losses = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        double at = x[0] + (x[1] - x[0]) * column / (COLUMNS - 1);
        losses.add(loss(at, y[0] + (y[1] - y[0]) * row / (ROWS - 1)));
      }
    }
    return new Ground(x[0], x[1], y[0], y[1], COLUMNS, losses);
  }

  private double loss(double first, double second) {
    boolean together = host.groups().get(0).size() == 2;
    double[][] weights =
        together ? new double[][] {{first, second}} : new double[][] {{first}, {second}};
    double[][] gradient = together ? new double[1][2] : new double[2][1];
    return host.finalGradient(weights, gradient);
  }

  private static double[] range(List<List<Double>> values) {
    double least = values.stream().flatMap(List::stream).mapToDouble(v -> v).min().orElse(0);
    double most = values.stream().flatMap(List::stream).mapToDouble(v -> v).max().orElse(1);
    double margin = most > least ? MARGIN * (most - least) : 1;
    return new double[] {least - margin, most + margin};
  }
}
