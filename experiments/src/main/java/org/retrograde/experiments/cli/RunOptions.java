package org.retrograde.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that change an experiment's config. */
final class RunOptions {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Changes one key of the config, such as tune.iterations=10; may be repeated. Options of"
              + " their own, such as --seed, go before it.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--device", paramLabel = DeviceOptions.NAMES, description = "Where arrays live.")
  private @Nullable String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of each run's large products and tensors; part of what decides the bits.")
  private @Nullable String threads;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs at once; never changes a result. 0 is the number of cores.")
  private @Nullable String jobs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The root seed, from which every random number is derived.")
  private @Nullable String seed;

  /** Returns all changes, in the form of {@code --set}. */
  List<String> overrides() {
    List<String> all = new ArrayList<>(overrides);
    add(all, "run.device", device);
    add(all, "run.threads", threads);
    add(all, "run.jobs", jobs);
    add(all, "seed", seed);
    return all;
  }

  /** Returns the device's name; the default where none is given. */
  String device() {
    return device == null ? "host" : device;
  }

  /**
   * Returns the number of threads; 1 where none is given.
   *
   * @throws WrongInputException if it is not a number
   */
  int threads() {
    try {
      return threads == null ? 1 : Integer.parseInt(threads);
    } catch (NumberFormatException e) {
      throw new WrongInputException("--threads must be an integer, got \"" + threads + "\"");
    }
  }

  private static void add(List<String> all, String key, @Nullable String value) {
    if (value != null) {
      all.add(key + "=" + value);
    }
  }
}
