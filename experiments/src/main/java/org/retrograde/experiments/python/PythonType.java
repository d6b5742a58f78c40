package org.retrograde.experiments.python;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.reversible.word.Catalogue;

/** A model that stays in Python: a file that defines it, its batches and its losses. */
public final class PythonType implements ProblemType {

  @Override
  public String word() {
    return "python";
  }

  @Override
  public String meaning() {
    return "a model that stays in PyTorch, `python: my_model.py`";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["file"],
      "properties": {
        "file": {
          "description": "The file of Python that defines the model, `batch(step, seed)`, `loss(model, batch)` and `final_loss(model)`. Paths count from this file's folder.",
          "type": "string", "minLength": 1
        },
        "files": {
          "description": "Other files that it imports or reads; no other file beside it is found by its imports. Their hashes are kept.",
          "type": "array", "items": {"type": "string", "minLength": 1}, "default": []
        },
        "device": {
          "description": "Where the framework computes, by its own name, such as `cuda`.",
          "type": "string", "minLength": 1, "default": "cpu"
        },
        "second-order": {
          "description": "How products with the Hessian are computed. {second-order}.",
          "words": "second-order", "default": "double-backward"
        },
        "width": {
          "description": "Width that the file's `make(width)` is called with; 0 for the default that it has.",
          "type": "integer", "minimum": 0, "maximum": 1000000000, "default": 0
        },
        "base-width": {
          "description": "Width from which width factors count; 0 for `width`.",
          "type": "integer", "minimum": 0, "maximum": 1000000000, "default": 0
        },
        "transfers": {
          "description": "Whether rates and starts follow the width by muP (form T3, without multipliers), so that what is tuned holds at every width.",
          "type": "boolean", "default": true
        },
        "roles": {
          "description": "What parameters do, by name, where `init --python` guessed wrong. {role}.",
          "type": "object", "additionalProperties": {"words": "role"}, "default": {}
        }
      }
    }
    """;
  }

  @Override
  public String mainKey() {
    return "file";
  }

  @Override
  public Class<?> type() {
    return PythonSettings.class;
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of(
        "second-order", Catalogue.of(SecondOrder.class), "role", Catalogue.of(TensorRole.class));
  }

  @Override
  public List<String> files() {
    return List.of("file", "files");
  }

  @Override
  public Set<String> reads() {
    return Set.of();
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    return PythonModel.load(config);
  }
}
