package org.retrograde.experiments.problem;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.reversible.device.Device;

/** A problem whose data have been read, and that any device may train. */
@API(status = Status.MAINTAINED)
public interface LoadedProblem {

  /** Returns hashes of all data, by name. */
  Map<String, String> dataHashes();

  /**
   * Says where what the problem has to say is written, beside results.
   *
   * @param folder of a run
   */
  default void logInto(Path folder) {}

  /** Puts the problem onto a device. */
  TrainingProblem on(Device device);

  /**
   * Returns a problem that needs no data.
   *
   * @param on puts it onto a device
   */
  static LoadedProblem withoutData(Function<Device, TrainingProblem> on) {
    return withHashes(Map.of(), on);
  }

  /**
   * Returns a problem of what has hashes and needs not be loaded.
   *
   * @param hashes by name
   * @param on puts it onto a device
   */
  static LoadedProblem withHashes(
      Map<String, String> hashes, Function<Device, TrainingProblem> on) {
    return new LoadedProblem() {
      @Override
      public Map<String, String> dataHashes() {
        return hashes;
      }

      @Override
      public TrainingProblem on(Device device) {
        return on.apply(device);
      }
    };
  }
}
