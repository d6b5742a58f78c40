package org.retrograde.experiments.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.EngineProvider;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;

/**
 * Where and how exactly the kernels run.
 *
 * @param device name of the device where arrays live: host, nd4j, cuda, or another on the class
 *     path
 * @param precision floating-point type of the network
 * @param products how exactly matrix products are computed
 * @param threads threads of one matrix product, at least 1; results depend on it
 * @param jobs independent runs at once; 0 is the number of cores
 * @param hashEvery steps between two hashes of the state, at least 1
 * @param fractionBits of positions and of moments that do not follow gradients; 0 is the
 *     optimizer's
 * @param strategy how a hypergradient finds the states of the way back
 * @param memoryBudget megabytes that one hypergradient may take, beside the data; 0 is half of the
 *     Java heap, on cuda of the card's free memory, shared by the runs at once
 * @param spillMemory megabytes of spilled words and logs kept in memory for one run; more goes to a
 *     file
 * @param checkpointMinutes least minutes between two states that a training run writes to go on
 *     from if it is interrupted; 0 writes none
 * @param engine who runs the trials
 * @param python interpreter of models that stay in Python
 * @param pythonLimit seconds that one request to it may take, at least 1
 * @param mlflow address of a server of MLflow that is told how runs go; null for none
 * @param tensorboard {@code true}, or a folder for event files of runs; null or {@code false} for
 *     none
 */
public record RunConfig(
    String device,
    Precision precision,
    Products products,
    int threads,
    int jobs,
    int hashEvery,
    int fractionBits,
    StrategyChoice strategy,
    int memoryBudget,
    int spillMemory,
    double checkpointMinutes,
    EngineProvider engine,
    String python,
    int pythonLimit,
    @Nullable String mlflow,
    @Nullable String tensorboard) {

  /** Returns the bytes of spilled words kept in memory for one run. */
  public long spillBytes() {
    return 1_000_000L * spillMemory;
  }

  /**
   * Returns the least time between two states that a training run writes; empty if it writes none.
   */
  public Optional<Duration> betweenCheckpoints() {
    return checkpointMinutes == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(checkpointMinutes * 60e9)));
  }

  /**
   * Returns the bytes that one hypergradient may take, beside the data.
   *
   * @param bytes of the memory where arrays live
   */
  public long budgetBytes(long bytes) {
    return memoryBudget > 0 ? 1_000_000L * memoryBudget : bytes / 2 / jobsAtOnce();
  }

  /**
   * Opens what runs the trials.
   *
   * @param says takes what it has to tell to people
   */
  public TrialEngine openEngine(Consumer<String> says) {
    return engine.open(jobsAtOnce(), says);
  }

  /** Returns the number of runs at once. */
  public int jobsAtOnce() {
    return jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
  }

  /** Returns how the device of a run is to be opened. */
  public DeviceSettings deviceSettings() {
    return new DeviceSettings(precision, threads, products);
  }
}
