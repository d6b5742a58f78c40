package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * Examples on a device. Read only, so several runs may share it.
 *
 * @param inputs [rows, features]
 * @param targets [rows, outputs]: probabilities of classes, or numbers to predict
 */
public record DeviceData(Tensor inputs, Tensor targets) {

  /** Copies examples to a device, their labels as one-hot rows. */
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
    double[] oneHot = new double[slice.rows() * slice.classes()];
    for (int i = 0; i < slice.rows(); i++) {
      oneHot[i * slice.classes() + slice.labels()[i]] = 1;
    }
    Tensor targets = device.tensor(slice.rows(), slice.classes());
    targets.assign(oneHot);
    return new DeviceData(inputs, targets);
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
      slices.add(new DeviceData(sliceInputs, sliceTargets));
    }
    return slices;
  }

  /** Returns the number of examples. */
  public int rows() {
    return inputs.rows();
  }
}
