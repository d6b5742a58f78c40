package org.retrograde.experiments.problem;

import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.models.data.DataSplits;
import org.retrograde.reversible.device.Device;

/** A network, which {@code model} describes, on rows that {@code data} names. */
public final class NetworkType implements ProblemType {

  @Override
  public String word() {
    return "network";
  }

  @Override
  public String meaning() {
    return "what `model` describes, on the rows of `data`";
  }

  @Override
  public String schema() {
    return """
    {"type": "object", "additionalProperties": false, "properties": {}}
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  /** It has no keys of its own. */
  public record Settings() {}

  @Override
  public Set<String> reads() {
    return Set.of(
        "data",
        "model",
        "sweep",
        "transfer",
        "training.batch",
        "training.sampling",
        "training.layer-rates",
        "training.label-smoothing",
        "training.z-loss");
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    return new Loaded(config, DataLoader.load(config));
  }

  private record Loaded(ExperimentConfig config, DataSplits data) implements LoadedProblem {

    @Override
    public Map<String, String> dataHashes() {
      return data.hashes();
    }

    @Override
    public TrainingProblem on(Device device) {
      return new Workbench(config, device, data);
    }
  }
}
