package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.law.FittedLaw;
import org.retrograde.experiments.law.LawRecords;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reports.record.LawFile;
import org.retrograde.reports.record.RunRecordException;

/** What commands about laws are given: a law, and schedules. */
final class LawInput {

  private static final int MOST_STEPS = 10_000_000;

  /** The least experiment that has a schedule. */
  private static final String EXPERIMENT =
      """
      name: law
      problem: {power-law: {modes: 1}}
      laws: {}
      training:
        steps: 1
        learning-rate: 1
        schedule: %s
      """;

  private LawInput() {}

  /** Reads a law from its file. */
  static FittedLaw law(Path file) throws IOException {
    try {
      return LawRecords.of(LawFile.read(file).law());
    } catch (NoSuchFileException e) {
      throw new WrongInputException(file + ": file not found; 'law fit' writes one");
    } catch (RunRecordException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new WrongInputException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  /** Returns the schedule of a word, or of YAML as a config has it. */
  static Schedule schedule(String words) {
    try {
      return ConfigReader.readText("--schedule", EXPERIMENT.formatted(words), List.of())
          .training()
          .schedule();
    } catch (ConfigException e) {
      throw new WrongInputException(
          String.valueOf(e.getMessage()).replaceAll("--schedule:\\d+: (training\\.)?", "--"));
    }
  }

  /** Returns the rates of a schedule. */
  static double[] rates(Schedule schedule, double peak, int steps) {
    requirePeak(peak);
    requireSteps(steps);
    return IntStream.range(0, steps).mapToDouble(t -> peak * schedule.factor(t, steps)).toArray();
  }

  static void requirePeak(double peak) {
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY)) {
      throw new WrongInputException("--peak must be above 0, got " + peak);
    }
  }

  static void requireSteps(int steps) {
    if (steps < 1 || steps > MOST_STEPS) {
      throw new WrongInputException(
          "--steps must be at least 1 and at most %d, got %d".formatted(MOST_STEPS, steps));
    }
  }
}
