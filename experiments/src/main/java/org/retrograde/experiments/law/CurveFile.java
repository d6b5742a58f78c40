package org.retrograde.experiments.law;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Loss curves of files: a CSV with the columns {@code step}, {@code rate} and {@code loss}, one
 * curve a file, or the directory of a run with section {@code laws}, which has several.
 *
 * <p>A row has the learning rate of a step, counted from 0, and the loss after it, which may be
 * empty; the column may be missing. Steps rise. Between rows that are not of neighbouring steps the
 * rate goes along a line, and before the first it is that of the first.
 */
public final class CurveFile {

  private static final int MOST_STEPS = 10_000_000;
  private static final int MOST_BYTES = 1 << 28;

  private CurveFile() {}

  /**
   * Reads the curves of a file or a run.
   *
   * @throws DataException if it cannot be used; names file and line
   */
  public static List<LossCurve> read(Path path) {
    return Files.isDirectory(path) ? ofRun(path) : List.of(ofCsv(path));
  }

  /**
   * Reads the learning rates of a CSV file, whose losses do not matter.
   *
   * @return eta of every step
   * @throws DataException if it cannot be used; names file and line
   */
  public static double[] rates(Path file) {
    return new Rows(file).read().rateArray();
  }

  private static List<LossCurve> ofRun(Path directory) {
    try {
      LossLaws found =
          RunDirectory.open(directory).read().results().find(LossLaws.class).orElse(null);
      if (found == null) {
        throw new DataException(
            directory
                + ": the run has no losses along trainings; add section laws to its experiment and"
                + " run it again");
      }
      return found.curves().stream().map(LawRecords::of).toList();
    } catch (IOException e) {
      throw new DataException(directory + ": cannot be read: " + FileReasons.of(e), e);
    }
  }

  private static LossCurve ofCsv(Path file) {
    LossCurve curve = new Rows(file).read();
    if (curve.losses().isEmpty()) {
      throw new DataException(file + ": has no loss; fill the column loss at some steps");
    }
    return curve;
  }

  /** The rows of a file, read one by one. */
  private static final class Rows {

    private final Path file;
    private final List<Double> rates = new ArrayList<>();
    private final List<Integer> steps = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private int stepColumn;
    private int rateColumn;
    private int lossColumn;
    private int line;

    Rows(Path file) {
      this.file = file;
    }

    LossCurve read() {
      for (String row : text().replace("\uFEFF", "").split("\r?\n", -1)) {
        line++;
        if (row.isBlank()) {
          continue;
        }
        List<String> cells = Arrays.stream(row.split(",", -1)).map(String::strip).toList();
        if (rateColumn == stepColumn) {
          header(cells);
        } else {
          add(cells);
        }
      }
      if (rates.isEmpty()) {
        throw new DataException(file + ": has no rows; expected a header step,rate,loss and rows");
      }
      return curve();
    }

    private String text() {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new DataException("%s: is longer than %d bytes".formatted(file, MOST_BYTES));
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new DataException(file + ": is not UTF-8 text; expected a CSV file", e);
      } catch (IOException e) {
        throw new DataException(file + ": cannot be read: " + FileReasons.of(e), e);
      }
    }

    private LossCurve curve() {
      Path name = file.getFileName();
      try {
        return new LossCurve(
            name == null ? file.toString() : name.toString().replaceFirst("\\.csv$", ""),
            rates,
            steps,
            losses);
      } catch (IllegalArgumentException e) {
        throw new DataException(String.valueOf(e.getMessage()), e);
      }
    }

    private void header(List<String> cells) {
      List<String> names = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
      stepColumn = names.indexOf("step");
      rateColumn = names.indexOf("rate");
      lossColumn = names.indexOf("loss");
      if (stepColumn < 0 || rateColumn < 0) {
        throw wrong("expected a header with the columns step, rate and loss, got " + cells);
      }
    }

    private void add(List<String> cells) {
      if (cells.size() <= Math.max(stepColumn, rateColumn)) {
        throw wrong("has %d cells and the header more".formatted(cells.size()));
      }
      double place = number("step", cells.get(stepColumn));
      int step = (int) place;
      if (step != place || step < rates.size() || step >= MOST_STEPS) {
        throw wrong(
            "steps are whole numbers that rise and stay below %d, got %s"
                .formatted(MOST_STEPS, cells.get(stepColumn)));
      }
      double rate = number("rate", cells.get(rateColumn));
      if (!(rate >= 0)) {
        throw wrong("a rate is at least 0, got " + rate);
      }
      int from = rates.size();
      double before = from == 0 ? rate : rates.get(from - 1);
      for (int t = from; t <= step; t++) {
        rates.add(before + (rate - before) * (t - from + 1) / (step - from + 1));
      }
      String loss = lossColumn < 0 || lossColumn >= cells.size() ? "" : cells.get(lossColumn);
      if (!loss.isEmpty()) {
        addLoss(step, number("loss", loss));
      }
    }

    private void addLoss(int step, double loss) {
      if (!(loss > 0)) {
        throw wrong("a loss is above 0, got " + loss);
      }
      steps.add(step + 1);
      losses.add(loss);
    }

    private double number(String column, String cell) {
      double number;
      try {
        number = Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        throw new DataException(
            "%s:%d: \"%s\" in column %s is not a number".formatted(file, line, cell, column), e);
      }
      if (!Double.isFinite(number)) {
        throw wrong("\"%s\" in column %s is not finite".formatted(cell, column));
      }
      return number;
    }

    private DataException wrong(String words) {
      return new DataException("%s:%d: %s".formatted(file, line, words));
    }
  }
}
