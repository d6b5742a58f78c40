package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * Examples on a device. Read only, so several runs may share it.
 *
 * @param inputs [rows, features]
 * @param targets [rows, outputs], probabilities of classes or numbers to predict; or [rows, 1],
 *     numbers of rows of {@code classes}
 * @param classes [classes, outputs], the probabilities that a label stands for; null where targets
 *     hold them themselves
 */
public record DeviceData(Tensor inputs, Tensor targets, @Nullable Tensor classes) {

  /** Makes examples whose targets stand for themselves. */
  public DeviceData(Tensor inputs, Tensor targets) {
    this(inputs, targets, null);
  }

  /**
   * Copies examples to a device, their labels as numbers: for many classes.
   *
   * @param classes the probabilities that each label stands for, [classes, classes], see {@link
   *     #classes(Device, int)}
   */
  public static DeviceData numbered(Device device, LabeledData data, Tensor classes) {
    Tensor inputs = device.tensor(data.rows(), data.features());
    inputs.assign(data.inputs());
    Tensor targets = device.tensor(data.rows(), 1);
    targets.assign(IntStream.of(data.labels()).asDoubleStream().toArray());
    return new DeviceData(inputs, targets, classes);
  }

  /** Makes the table of what labels stand for: each for its class. */
  public static Tensor classes(Device device, int count) {
    double[] table = new double[Math.multiplyExact(count, count)];
    for (int i = 0; i < count; i++) {
      table[i * count + i] = 1;
    }
    Tensor classes = device.tensor(count, count);
    classes.assign(table);
    return classes;
  }

  /** Returns the number of outputs that are compared with the targets. */
  public int outputs() {
    return classes == null ? targets.cols() : classes.cols();
  }

  /** Copies examples to a device, their labels as one-hot rows, or the numbers to predict. */
  public static DeviceData of(Device device, LabeledData data) {
    return part(device, data, 0, data.rows());
  }

  /** Copies examples to a device in parts of at most {@code rows} rows. */
  public static List<DeviceData> parts(Device device, LabeledData data, int rows) {
    List<DeviceData> parts = new ArrayList<>();
    for (int from = 0; from < data.rows(); from += rows) {
      parts.add(part(device, data, from, Math.min(from + rows, data.rows())));
    }
    return parts;
  }

  private static DeviceData part(Device device, LabeledData data, int from, int to) {
    LabeledData slice = data.slice(from, to);
    if ((long) slice.rows() * slice.classes() > Integer.MAX_VALUE) {
      throw new DataException(
          "%d rows of %d classes do not fit an array of %d values; ask for fewer rows"
              .formatted(slice.rows(), slice.classes(), Integer.MAX_VALUE));
    }
    Tensor inputs = device.tensor(slice.rows(), slice.features());
    inputs.assign(slice.inputs());
    Tensor targets = device.tensor(slice.rows(), slice.classes());
    if (slice.hasNumbers()) {
      targets.assign(slice.numbers());
    } else {
      targets.assign(oneHot(slice));
    }
    return new DeviceData(inputs, targets);
  }

  private static double[] oneHot(LabeledData rows) {
    int classes = rows.classes();
    int[] labels = rows.labels();
    double[] oneHot = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      oneHot[i * classes + labels[i]] = 1;
    }
    return oneHot;
  }

  /** Copies the examples in slices of {@code size} rows each; rows left over are passed over. */
  List<DeviceData> slices(Device device, int size) {
    List<DeviceData> slices = new ArrayList<>();
    for (int from = 0; from + size <= rows(); from += size) {
      int[] numbers = IntStream.range(from, from + size).toArray();
      Tensor sliceInputs = device.tensor(size, inputs.cols());
      Tensor sliceTargets = device.tensor(size, targets.cols());
      sliceInputs.assignRows(inputs, numbers);
      sliceTargets.assignRows(targets, numbers);
      slices.add(new DeviceData(sliceInputs, sliceTargets, classes));
    }
    return slices;
  }

  /** Returns the number of examples. */
  public int rows() {
    return inputs.rows();
  }
}
