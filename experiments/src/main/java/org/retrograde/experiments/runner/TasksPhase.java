package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.StudyConfig;
import org.retrograde.experiments.config.TasksStudy;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.experiments.suite.SharedTasks;
import org.retrograde.experiments.suite.SharingArm;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.hypergrad.meta.Tuned;
import org.retrograde.hypergrad.meta.TunerIteration;
import org.retrograde.models.network.Evaluation;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Learns how tasks share weights, and compares it on test rows, and on seeds that nothing was
 * chosen by, with sharing nothing, everything, and all but the output layer.
 */
final class TasksPhase {

  private static final String LEARNED = "learned";

  private final RunLog log;
  private final StudyConfig config;
  private final TasksStudy study;
  private final SharedTasks tasks;
  private final RunObjective objective;

  TasksPhase(RunLog log, StudyConfig config, TasksStudy study, SharedTasks tasks) {
    this.log = log;
    this.config = config;
    this.study = study;
    this.tasks = tasks;
    this.objective = new RunObjective(tasks.space(), tasks, StudyTuner.strategy(config.run()));
  }

  void run() throws InterruptedException {
    Tuned tuned =
        new StudyTuner(log, objective)
            .tune(
                StudyTuner.settings(
                    study.iterations(),
                    study.seeds(),
                    study.checkSeeds(),
                    study.metaOptimizer(),
                    config.seed()),
                study.metaOptimizer(),
                this::record);
    judge(objective.space().settings(tuned.raw().toArray()));
  }

  /** Keeps the best matrices at once, so that an interrupted run has them. */
  private void record(TunerIteration iteration) {
    if (iteration.best()) {
      RunSettings best = objective.space().settings(iteration.raw().toArray());
      List<MixingMatrix> mixings =
          tasks.matrices().stream()
              .map(
                  name ->
                      new MixingMatrix(
                          name,
                          tasks.names(),
                          boxed(objective.space().base().lossParameter(name)),
                          boxed(best.lossParameter(name))))
              .toList();
      log.update(results -> results.with(new Mixings(mixings)));
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private void judge(RunSettings learned) throws InterruptedException {
    Map<String, RunSettings> arms = new LinkedHashMap<>();
    arms.put("separate", tasks.settings(SharingArm.SEPARATE));
    arms.put("shared", tasks.settings(SharingArm.SHARED));
    arms.put("hidden layers shared", tasks.settings(SharingArm.HIDDEN_SHARED));
    arms.put("start of tuning", tasks.settings(SharingArm.START));
    arms.put(LEARNED, learned);
    long[] seeds = Seeds.range(config.seed(), "judge", 0, study.judgeSeeds());
    log.progress().begin("judge", arms.size() * seeds.length + 1);
    List<TaskResult> results = new ArrayList<>();
    for (Map.Entry<String, RunSettings> arm : arms.entrySet()) {
      results.addAll(judge(arm.getKey(), arm.getValue(), seeds));
      log.update(all -> all.with(new Tasks(results)));
    }
    Hypergradient last = objective.strategy().differentiate(tasks.run(learned, seeds[0]));
    log.progress().step("reversal " + (last.reversal().exact() ? "exact" : "NOT exact"));
    log.progress().end();
    log.update(
        all ->
            StudyTuner.withEvidence(all, last, objective.strategy(), tasks.device())
                .with(new Published(LoadedStudy.published(config.published(), figures(results)))));
  }

  private List<TaskResult> judge(String arm, RunSettings settings, long[] seeds)
      throws InterruptedException {
    List<Callable<List<Evaluation>>> runs = new ArrayList<>();
    for (long seed : seeds) {
      runs.add(() -> test(settings, seed));
    }
    List<List<Evaluation>> bySeed =
        log.jobs()
            .run(
                runs,
                result ->
                    log.progress()
                        .step(
                            "%s %.4f"
                                .formatted(
                                    arm,
                                    result.stream()
                                        .mapToDouble(Evaluation::loss)
                                        .average()
                                        .orElse(Double.NaN))));
    return IntStream.range(0, tasks.names().size())
        .mapToObj(
            task ->
                new TaskResult(
                    arm,
                    tasks.names().get(task),
                    bySeed.stream().map(all -> all.get(task).loss()).toList(),
                    bySeed.stream().map(all -> all.get(task).error()).toList()))
        .toList();
  }

  /** Returns how each task does; infinite losses where the run diverges. */
  private List<Evaluation> test(RunSettings settings, long seed) {
    try {
      return tasks.test(settings, seed);
    } catch (DivergenceException e) {
      return Collections.nCopies(tasks.names().size(), Evaluation.DIVERGED);
    }
  }

  /** Names the mean test losses, and their shares of the separate one. */
  private static Map<String, Double> figures(List<TaskResult> results) {
    double separate = mean(results, "separate");
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("test-loss-separate", separate);
    Map.of("shared", "shared", "hidden-shared", "hidden layers shared", LEARNED, LEARNED)
        .forEach(
            (name, arm) -> {
              figures.put("test-loss-" + name, mean(results, arm));
              figures.put(name + "-over-separate", mean(results, arm) / separate);
            });
    return figures;
  }

  private static double mean(List<TaskResult> results, String arm) {
    return results.stream()
        .filter(result -> result.arm().equals(arm))
        .flatMap(result -> result.losses().stream())
        .mapToDouble(loss -> loss)
        .average()
        .orElse(Double.NaN);
  }
}
