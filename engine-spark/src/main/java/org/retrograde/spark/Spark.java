package org.retrograde.spark;

import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.remote.RemoteTrials;
import org.retrograde.hypergrad.trial.EngineProvider;
import org.retrograde.hypergrad.trial.TrialEngine;

/**
 * Trials as tasks of Spark.
 *
 * @param master URL of the cluster, or {@code local[N]}; empty for the one that spark-submit was
 *     given
 */
@API(status = Status.EXPERIMENTAL)
public record Spark(String master) implements EngineProvider {

  /** Makes the engine as it usually is. */
  public Spark() {
    this("");
  }

  @Override
  public String word() {
    return "spark";
  }

  @Override
  public String meaning() {
    return "tasks of an Apache Spark cluster";
  }

  @Override
  public TrialEngine open(int atOnce, Consumer<String> says) {
    return new RemoteTrials(new SparkEngine(master, atOnce, says), atOnce, says);
  }
}
