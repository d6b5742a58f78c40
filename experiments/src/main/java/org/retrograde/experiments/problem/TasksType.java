package org.retrograde.experiments.problem;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.word.Catalogue;

/** Classification tasks that share their weights, by matrices that can be tuned. */
public final class TasksType implements ProblemType {

  @Override
  public String word() {
    return "tasks";
  }

  @Override
  public String meaning() {
    return "classification tasks that share weights, by the matrices of hyperparameter `mixing`";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["train", "validation", "test"],
      "properties": {
        "source": {
          "description": "`mnist`: comes with the program; `images`: your folders of PNG files.",
          "words": "tasks", "default": "mnist"
        },
        "classes": {
          "description": "`mnist` only: the digits of each task.",
          "type": "array",
          "items": {
            "type": "array", "minItems": 2, "uniqueItems": true,
            "items": {"type": "integer", "minimum": 0, "maximum": 9}
          },
          "default": []
        },
        "folder": {
          "description": "`images` only: folder of alphabets, each with characters, each with PNG files, as Omniglot comes. Paths count from this file's folder.",
          "type": "string"
        },
        "alphabets": {
          "description": "`images` only: the folders to take, a task each; empty for all, by name.",
          "type": "array", "uniqueItems": true, "items": {"type": "string", "minLength": 1}, "default": []
        },
        "side": {
          "description": "`images` only: images are scaled to squares of this many pixels.",
          "type": "integer", "minimum": 1, "maximum": 1000, "default": 28
        },
        "rotated": {
          "description": "Whether each task comes a second time, with all images turned by 90 degrees.",
          "type": "boolean", "default": false
        },
        "train": {"description": "Rows of each class to train on, all in every step.", "$ref": "#/$defs/count"},
        "validation": {"description": "Rows of each class to tune by.", "$ref": "#/$defs/count"},
        "test": {"description": "Rows of each class for the final report alone.", "$ref": "#/$defs/count"},
        "hidden": {
          "description": "Units of each hidden layer of a task's network; empty for softmax regression.",
          "type": "array", "items": {"$ref": "#/$defs/count"}, "default": [64]
        },
        "activation": {
          "description": "Nonlinearity of the hidden layers.", "words": "activation", "default": "tanh"
        },
        "own": {
          "description": "What the matrices start from, on the diagonal beyond `others`: how much of its own latent weights a task has.",
          "type": "number", "default": 1
        },
        "others": {
          "description": "What the matrices start from, everywhere: how much every task has of every latent weight.",
          "type": "number", "default": 0
        }
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return TasksConfig.class;
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of("tasks", Catalogue.of(TasksConfig.Source.class));
  }

  @Override
  public List<String> folders() {
    return List.of("folder");
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    TasksConfig tasks = (TasksConfig) settings;
    if (tasks.source() == TasksConfig.Source.MNIST) {
      if (tasks.classes().isEmpty()) {
        complain.accept("classes", "is empty; source mnist needs the digits of each task");
      }
      if (tasks.folder() != null) {
        complain.accept("folder", "belongs to source images; remove it");
      }
      if (!tasks.alphabets().isEmpty()) {
        complain.accept("alphabets", "belongs to source images; remove it");
      }
    } else {
      if (tasks.folder() == null) {
        complain.accept("folder", "is missing; source images requires it");
      }
      if (!tasks.classes().isEmpty()) {
        complain.accept("classes", "belongs to source mnist; remove it");
      }
    }
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    TasksConfig tasks = config.problem().settings(TasksConfig.class);
    return new Loaded(config, tasks, TaskLoader.load(tasks));
  }

  private record Loaded(ExperimentConfig config, TasksConfig sharing, List<TaskLoader.Task> tasks)
      implements LoadedProblem {

    @Override
    public Map<String, String> dataHashes() {
      return TaskLoader.hashes(tasks);
    }

    @Override
    public TrainingProblem on(Device device) {
      return new SharedTasks(config, sharing, tasks, device);
    }
  }
}
