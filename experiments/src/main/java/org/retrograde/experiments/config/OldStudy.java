package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.retrograde.experiments.config.text.ConfigTree;

/**
 * Files of the time when a study was something else than an experiment: they are refused, with what
 * they read as now.
 */
final class OldStudy {

  private static final String STUDY = "study";

  private OldStudy() {}

  /** Reports a study, and ends the reading of its file. */
  static void report(ConfigTree tree) {
    if (tree.isReadable() && tree.root().has(STUDY)) {
      tree.report(
          STUDY,
          "a study is an experiment now, whose problem is a class or tasks; this file reads now:"
              + System.lineSeparator()
              + System.lineSeparator()
              + ConfigMapper.write(now(tree.root())).indent(2));
      tree.refuse();
    }
  }

  /** Returns the experiment that a study is now. */
  static ObjectNode now(ObjectNode old) {
    ObjectNode now = old.deepCopy();
    JsonNode study = now.remove(STUDY);
    JsonNode published = now.remove("published");
    if (study.get("objective") instanceof ObjectNode objective) {
      ofClass(objective, now);
    } else if (study.get("tasks") instanceof ObjectNode tasks) {
      ofTasks(tasks, now);
    }
    if (published != null) {
      now.set("published", published);
    }
    return now;
  }

  private static void ofClass(ObjectNode objective, ObjectNode now) {
    move(objective, "class-name", now.putObject("problem"), "class");
    ObjectNode training = now.putObject("training");
    same(objective, training, "steps", "optimizer", "learning-rate", "momentum");
    ObjectNode tune = now.putObject("tune");
    same(objective, tune, "iterations", "seeds", "check-seeds", "meta-optimizer");
    tune.put("seeds", 1).put("check-seeds", 1);
    for (String name : List.of("learning-rate", "momentum")) {
      ObjectNode one = tune.withArray("hyperparameters").addObject().put("name", name);
      one.put("per", "all");
      same(objective, one, "per", "knots");
    }
  }

  private static void ofTasks(ObjectNode tasks, ObjectNode now) {
    ObjectNode problem = now.putObject("problem").putObject("tasks");
    if (tasks.get("data") instanceof ObjectNode data) {
      problem.setAll(data);
    }
    same(tasks, problem, "hidden", "activation", "own", "others");
    ObjectNode training = now.putObject("training");
    same(tasks, training, "steps", "learning-rate", "momentum", "l2");
    training.put("init-scale", 0.1);
    same(tasks, training, "init-scale");
    ObjectNode tune = now.putObject("tune");
    same(tasks, tune, "iterations");
    tune.put("seeds", 1).put("check-seeds", 1);
    same(tasks, tune, "seeds", "check-seeds", "meta-optimizer");
    tune.withArray("hyperparameters").addObject().put("name", "mixing").put("per", "layer");
    ObjectNode judge = now.putObject("judge").put("seeds", 5);
    move(tasks, "judge-seeds", judge, "seeds");
  }

  private static void same(ObjectNode from, ObjectNode to, String... keys) {
    for (String key : keys) {
      move(from, key, to, key);
    }
  }

  private static void move(ObjectNode from, String key, ObjectNode to, String newKey) {
    if (from.has(key)) {
      to.set(newKey, from.get(key));
    }
  }
}
