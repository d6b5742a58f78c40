package org.retrograde.hypergrad.gradient;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

/** A process that does a hypergradient, with a checkpoint after every step. */
public final class KilledChild {

  /** Steps of its run. */
  static final int STEPS = 200;

  /** What it ends with when it ends itself. */
  static final int EXIT_CODE = 7;

  private KilledChild() {}

  static TrainingRun run(Device device, String optimizer, Path folder) {
    Optimizer rule = Optimizers.ALL.get(optimizer);
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(11));
    RunSettings settings = RandomRuns.settings(11, STEPS, objective.groups(), rule);
    return new TrainingRun(device, objective, rule, settings)
        .withOptions(
            TrainingOptions.DEFAULT
                .withClip(1)
                .withSpill(0, folder)
                .withCheckpoints(new Checkpoints(folder, Duration.ZERO, "a child")));
  }

  static Device device() {
    return Devices.open("host", Precision.FLOAT32, 1);
  }

  /**
   * Says each step before its checkpoint is written, and {@code done} with a hash of every bit of
   * the hypergradient.
   *
   * @param args word of the optimizer, folder, and bytes of checkpoints that may be written before
   *     the process ends itself
   */
  public static void main(String[] args) {
    TrainingRun run = run(device(), args[0], Path.of(args[1]));
    AtomicLong left = new AtomicLong(Long.parseLong(args[2]));
    Runnable end = () -> Runtime.getRuntime().halt(EXIT_CODE);
    try (Keeper keeper =
        new Telling(
            run.keeper(Strategy.REPLAY.word(), file -> new EndingStream(file, left, end)))) {
      System.out.println(words(Strategy.REPLAY.differentiate(run, keeper)));
    }
  }

  /** What it says when it is done. */
  static String words(Hypergradient done) {
    byte[] bits = CheckpointsTest.bits(done).toString().getBytes(StandardCharsets.UTF_8);
    return "done " + UUID.nameUUIDFromBytes(bits);
  }

  private record Telling(Keeper inner) implements Keeper {

    @Override
    public SpillSpace space() {
      return inner.space();
    }

    @Override
    public void resume(Kept run) {
      inner.resume(run);
    }

    @Override
    public void afterStep(Kept run) {
      System.out.println("step");
      inner.afterStep(run);
    }

    @Override
    public void ended() {
      inner.ended();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
