package org.retrograde.experiments.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/** Runs a reference case on a device and holds every hypergradient against the expected one. */
public final class ReferenceCheck {

  /** The name under which the error of the final loss is returned. */
  public static final String FINAL_LOSS = "final loss";

  private final Device device;
  private final Path file;
  private final CaseRun run;

  /**
   * Reads the case.
   *
   * @param device of precision float64
   * @throws ReferenceCaseException if the file is not a case
   */
  public ReferenceCheck(Device device, Path file) {
    if (device.precision() != Precision.FLOAT64) {
      throw new IllegalArgumentException(
          "a reference case runs in float64, got " + device.precision());
    }
    this.device = device;
    this.file = file;
    CaseNumbers numbers = CaseNumbers.read(file);
    this.run =
        numbers.requireFormat(ReferenceCase.FORMAT, NetworkCase.FORMAT).equals(NetworkCase.FORMAT)
            ? NetworkCase.of(numbers)
            : new PerceptronCase(ReferenceCase.of(numbers));
  }

  /**
   * Returns the error of the final loss and of each block: the largest absolute error over the
   * block's largest entry.
   */
  public List<BlockError> run() {
    try {
      return compare(differentiate());
    } catch (DivergenceException | CoefficientRangeException e) {
      throw new ReferenceCaseException(
          "%s: its training cannot be followed: %s".formatted(file, e.getMessage()));
    }
  }

  /** Trains, and replays the training backward. */
  Hypergradient differentiate() {
    return Strategy.REPLAY.differentiate(run.on(device));
  }

  private List<BlockError> compare(Hypergradient result) {
    List<BlockError> errors = new ArrayList<>();
    errors.add(new BlockError(FINAL_LOSS, Math.abs(result.finalLoss() - run.expectedLoss())));
    for (CaseBlock block : run.blocks()) {
      errors.add(BlockError.of(block.name(), block.actual(result), block.expected()));
    }
    return errors;
  }

  /**
   * How far one block of numbers is off.
   *
   * @param block its name
   * @param error largest absolute error over the largest expected magnitude; of the final loss, and
   *     where all that is expected is 0, the absolute error
   */
  public record BlockError(String block, double error) {

    static BlockError of(String block, double[] actual, double[] expected) {
      if (actual.length != expected.length) {
        throw new ReferenceCaseException(
            "%s has %d numbers, the case expects %d"
                .formatted(block, actual.length, expected.length));
      }
      double worst = 0;
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      return new BlockError(block, largest == 0 ? worst : worst / largest);
    }
  }
}
