package org.retrograde.experiments.problem;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/** How the rows of a problem go to a device, and which of them each step sees. */
final class DataPlacement {

  private final Device device;
  private final TrainingConfig training;

  /** Rows that belong together: tokens of a window; 1 where every row stands for itself. */
  private final int window;

  /** What labels stand for, where they are kept as numbers. */
  private final @Nullable Tensor classes;

  DataPlacement(Device device, TrainingConfig training, DataSplits splits) {
    this.device = device;
    this.training = training;
    if (splits.shape() instanceof InputShape.Token token) {
      window = token.window();
      classes = DeviceData.classes(device, splits.classes());
    } else {
      window = 1;
      classes = null;
    }
  }

  /** Returns whether rows are tokens of a text. */
  boolean isText() {
    return classes != null;
  }

  int window() {
    return window;
  }

  /** Copies rows to the device, those of whole windows. */
  DeviceData whole(LabeledData rows) {
    return classes == null
        ? DeviceData.of(device, rows)
        : DeviceData.numbered(device, rows, classes);
  }

  /** Copies rows to the device in parts of a batch, those of whole windows. */
  List<DeviceData> parts(LabeledData rows) {
    int size = training.batch() * window;
    if (classes == null) {
      return DeviceData.parts(device, rows, size);
    }
    int used = rows.rows() / window * window;
    return IntStream.iterate(0, from -> from < used, from -> from + size)
        .mapToObj(from -> whole(rows.slice(from, Math.min(from + size, used))))
        .toList();
  }

  /** Returns which training rows each step sees. */
  BatchPlan batches(long seed, int rows, int steps) {
    if (isText()) {
      return BatchPlans.windows(seed, rows, steps, training.batch(), window);
    }
    return training.sampling().plan(seed, rows, steps, training.batch());
  }

  /** Says what a batch is. */
  String inWords(int rows) {
    int batch = training.batch();
    if (isText()) {
      return "batches of %d windows of %d tokens, each beginning anywhere".formatted(batch, window);
    }
    if (training.sampling() == TrainingConfig.Sampling.WITH_REPLACEMENT) {
      return "batches of %d rows, drawn with replacement".formatted(batch);
    }
    int left = rows % batch;
    int steps = rows / batch;
    String epoch =
        "%s an epoch, batches of %d rows"
            .formatted(steps == 1 ? "1 step" : steps + " steps", batch);
    if (left == 0) {
      return epoch;
    }
    return training.sampling() == TrainingConfig.Sampling.IN_ORDER
        ? "%s, %d rows left over and never trained".formatted(epoch, left)
        : "%s, %d rows left over".formatted(epoch, left);
  }
}
