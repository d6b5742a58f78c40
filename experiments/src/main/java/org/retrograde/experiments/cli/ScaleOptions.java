package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.scale.DiskBandwidth;
import org.retrograde.experiments.scale.Limits;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.plan.Clock;
import org.retrograde.reversible.device.Device;
import picocli.CommandLine.Option;

/** The options of a plan at other sizes than an experiment has. */
final class ScaleOptions {

  /** Where words are spilled to. */
  private static final Path FOLDER = TrainingOptions.DEFAULT.spillFolder();

  private static final double GIGABYTE = 1e9;
  private static final double MEGABYTE = 1e6;
  private static final double MOST_PARAMETERS = 1e12;

  @Option(
      names = "--parameters",
      paramLabel = "N",
      split = ",",
      required = true,
      description = {
        "Plans at these numbers of parameters instead, such as 1e6,1e9, from measurements of the"
            + " experiment's own problem at other widths, which take a minute or so."
      })
  private List<Double> parameters = List.of();

  @Option(
      names = "--steps",
      paramLabel = "T",
      split = ",",
      description = "Over these numbers of steps, such as 1e4,1e6; the config's if not given.")
  private List<Double> steps = List.of();

  @Option(
      names = "--memory",
      paramLabel = "GB",
      description = "Memory of a machine for all runs at once; what arrays may have here.")
  private @Nullable Double memory;

  @Option(
      names = "--disk",
      paramLabel = "GB",
      description = "Disk of a machine; what is free here where words are spilled.")
  private @Nullable Double disk;

  @Option(
      names = "--disk-bandwidth",
      paramLabel = "MB/s",
      description = "What it takes, and gives back, in a second; measured here if not given.")
  private @Nullable Double diskBandwidth;

  @Option(
      names = "--machines",
      paramLabel = "N",
      defaultValue = "1",
      description = "Machines alike; ${DEFAULT-VALUE} if not given.")
  private int machines;

  @Option(names = "--price", paramLabel = "PRICE", description = "Of a machine-hour.")
  private @Nullable Double price;

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "That the experiment may last; ${DEFAULT-VALUE} if not given.")
  private double days;

  @Option(
      names = "--processor-time",
      description =
          "Counts the seconds that a processor works instead of those of the wall, for a machine"
              + " that other programs keep busy; on the host, with one thread.")
  private boolean processorTime;

  /**
   * Returns the clock that was asked for.
   *
   * @throws WrongInputException if it leaves work of the run out
   */
  Clock clock(RunConfig run) {
    if (processorTime && !(run.device().equals("host") && run.threads() == 1)) {
      throw new WrongInputException(
          "--processor-time is that of one thread on the host, got device %s and %d threads"
              .formatted(run.device(), run.threads()));
    }
    return processorTime ? Clock.PROCESSOR : Clock.WALL;
  }

  boolean isAsked() {
    return !parameters.isEmpty();
  }

  /**
   * Returns the numbers of parameters.
   *
   * @throws WrongInputException if one is none
   */
  List<Double> parameters() {
    for (double number : parameters) {
      if (!(number >= 1 && number <= MOST_PARAMETERS)) {
        throw new WrongInputException("--parameters must be from 1 to 1e12, got " + plain(number));
      }
    }
    return parameters;
  }

  /**
   * Returns the numbers of steps.
   *
   * @param usual if none are given
   * @throws WrongInputException if one is none
   */
  List<Integer> steps(int usual) {
    for (double number : steps) {
      if (!(number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number))) {
        throw new WrongInputException(
            "--steps must be whole numbers from 1 to 2147483647, got " + plain(number));
      }
    }
    return steps.isEmpty() ? List.of(usual) : steps.stream().map(Double::intValue).toList();
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, "%.10g", number);
  }

  /**
   * Returns what there is to spend, measuring the disk if need be.
   *
   * @throws WrongInputException if a number is not above 0
   */
  Limits limits(Device device) {
    try {
      return new Limits(
          memory == null ? device.memoryBytes() : (long) (GIGABYTE * memory),
          disk == null ? freeBytes() : (long) (GIGABYTE * disk),
          diskBandwidth == null ? DiskBandwidth.of(FOLDER) : MEGABYTE * diskBandwidth,
          machines,
          days,
          price);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException(String.valueOf(e.getMessage()));
    }
  }

  private static long freeBytes() {
    try {
      return Files.getFileStore(FOLDER).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("the disk of %s does not say its room".formatted(FOLDER), e);
    }
  }
}
