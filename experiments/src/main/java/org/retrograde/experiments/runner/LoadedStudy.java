package org.retrograde.experiments.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ObjectiveStudy;
import org.retrograde.experiments.config.PublishedConfig;
import org.retrograde.experiments.config.StudyConfig;
import org.retrograde.experiments.config.TasksStudy;
import org.retrograde.experiments.suite.OwnObjective;
import org.retrograde.experiments.suite.SharedTasks;
import org.retrograde.experiments.suite.TaskLoader;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reversible.device.Device;

/**
 * A study: its problem is code, not a network that a config describes.
 *
 * @param config of the study
 * @param tasks that it names; none if it is not about tasks
 * @param command words of the command line, for the manifest
 */
public record LoadedStudy(StudyConfig config, List<TaskLoader.Task> tasks, List<String> command)
    implements LoadedRun {

  /** Copies the lists. */
  public LoadedStudy {
    tasks = List.copyOf(tasks);
    command = List.copyOf(command);
  }

  /**
   * Loads the data of a config.
   *
   * @throws org.retrograde.models.data.DataException if it cannot be used
   */
  public static LoadedStudy load(StudyConfig config, List<String> command) {
    TasksStudy tasks = config.study().tasks();
    return new LoadedStudy(
        config, tasks == null ? List.of() : TaskLoader.load(tasks.data()), command);
  }

  @Override
  public Map<String, String> dataHashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (TaskLoader.Task task : tasks) {
      task.splits()
          .hashes()
          .forEach(
              (name, hash) -> {
                boolean part = List.of("train", "validation", "test").contains(name);
                hashes.put(part ? task.name() + ": " + name : name, hash);
              });
    }
    return hashes;
  }

  @Override
  public Map<String, List<Long>> seeds() {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("root", List.of(config.seed()));
    TasksStudy study = config.study().tasks();
    if (study != null) {
      seeds.put("tune", seeds("tune", study.iterations() * study.seeds()));
      seeds.put("check", seeds("check", study.checkSeeds()));
      seeds.put("judge", seeds("judge", study.judgeSeeds()));
    }
    return seeds;
  }

  @Override
  public void run(Device device, RunLog log) throws InterruptedException {
    ObjectiveStudy objective = config.study().objective();
    if (objective != null) {
      new ObjectivePhase(
              log, config, new OwnObjective(objective, device, Workbench.options(config.run())))
          .run();
    }
    TasksStudy study = config.study().tasks();
    if (study != null) {
      new TasksPhase(
              log,
              config,
              study,
              new SharedTasks(study, device, tasks, Workbench.options(config.run())))
          .run();
    }
  }

  /** Returns what was published, beside figures of the run by name. */
  static List<PublishedFigure> published(
      List<PublishedConfig> published, Map<String, Double> figures) {
    return published.stream()
        .map(
            config ->
                PublishedFigures.beside(config, figures.getOrDefault(config.figure(), Double.NaN)))
        .toList();
  }
}
