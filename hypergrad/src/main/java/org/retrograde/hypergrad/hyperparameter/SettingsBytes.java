package org.retrograde.hypergrad.hyperparameter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizers;

/**
 * Settings as bytes, and back to the same bits: to be hashed, kept and sent. The same settings give
 * the same bytes. An array of zeros takes no more than its length.
 */
public final class SettingsBytes {

  private SettingsBytes() {}

  /** Returns the bytes of settings, or of a derivative. */
  public static byte[] of(RunSettings settings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      CoefficientTable table = settings.coefficients();
      out.writeInt(table.steps());
      out.writeInt(table.groups());
      Set<Coefficient> coefficients = table.coefficients();
      out.writeInt(coefficients.size());
      for (Coefficient coefficient : coefficients) {
        out.writeUTF(coefficient.word());
        for (int step = 0; step < table.steps(); step++) {
          write(out, table.row(coefficient, step));
        }
      }
      write(out, settings.initLogScale());
      write(out, settings.l2());
      for (double[] group : settings.l2PerParameter()) {
        write(out, group);
      }
      List<String> names = new ArrayList<>();
      settings.lossParameterNames().forEach(names::add);
      out.writeInt(names.size());
      for (String name : names) {
        out.writeUTF(name);
        write(out, settings.lossParameter(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory fails", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    boolean zeros = Arrays.stream(values).allMatch(value -> Double.doubleToRawLongBits(value) == 0);
    out.writeInt(zeros ? -values.length : values.length);
    if (!zeros) {
      for (double value : values) {
        out.writeLong(Double.doubleToRawLongBits(value));
      }
    }
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IOException if the bytes are something else
   */
  public static RunSettings read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int steps = in.readInt();
      int groups = in.readInt();
      CoefficientTable table = new CoefficientTable(steps, groups);
      for (int left = in.readInt(); left > 0; left--) {
        Coefficient coefficient = coefficient(in.readUTF());
        for (int t = 0; t < steps; t++) {
          double[] row = array(in);
          for (int g = 0; g < groups; g++) {
            table.set(coefficient, t, g, row[g]);
          }
        }
      }
      double[] initLogScale = array(in);
      double[] l2 = array(in);
      List<double[]> l2PerParameter = new ArrayList<>();
      for (int g = 0; g < groups; g++) {
        l2PerParameter.add(array(in));
      }
      RunSettings settings = new RunSettings(table, initLogScale, l2, l2PerParameter);
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        settings.setLossParameter(name, array(in));
      }
      return settings;
    }
  }

  private static Coefficient coefficient(String word) throws IOException {
    return Optimizers.COEFFICIENTS
        .find(word)
        .orElseThrow(() -> new IOException("there is no coefficient '" + word + "'"));
  }

  private static double[] array(DataInputStream in) throws IOException {
    int length = in.readInt();
    double[] values = new double[Math.abs(length)];
    for (int i = 0; i < length; i++) {
      values[i] = Double.longBitsToDouble(in.readLong());
    }
    return values;
  }
}
