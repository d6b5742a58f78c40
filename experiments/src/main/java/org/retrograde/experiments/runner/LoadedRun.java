package org.retrograde.experiments.runner;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.Experiment;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.reversible.device.Device;

/** A run whose config and data are sound: what must be known before a run directory is made. */
public sealed interface LoadedRun permits LoadedExperiment, LoadedStudy {

  /** Returns the config. */
  Experiment config();

  /** Returns the words of the command line, for the manifest. */
  List<String> command();

  /** Returns hashes of all data, by name. */
  Map<String, String> dataHashes();

  /** Returns all seeds, by purpose. */
  Map<String, List<Long>> seeds();

  /**
   * Does the work.
   *
   * @param device to compute on
   * @param log where findings go as soon as they are made
   * @throws InterruptedException if the thread is interrupted
   */
  void run(Device device, RunLog log) throws InterruptedException;

  /** Returns the first seeds of a purpose. */
  default List<Long> seeds(String purpose, int count) {
    return Arrays.stream(Seeds.range(config().seed(), purpose, 0, count)).boxed().toList();
  }
}
