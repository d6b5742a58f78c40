package org.retrograde.experiments.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Text;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.Transformer;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What is timed of a transformer: two blocks of heads of 16 on characters of the King James Bible,
 * 16 windows of 64 a step, relu, no biases and no gains, AdamW, and the loss on 16 other windows at
 * the end. {@code torch_workload.py} is the same in PyTorch, which reads its start and its batches
 * from a file, so that both come to the same losses.
 *
 * @param width numbers of the stream, a multiple of 16
 */
record TransformerWorkload(int width) {

  private static final int WINDOW = 64;
  private static final int WINDOWS = 16;
  private static final int BLOCKS = 2;
  private static final int ROWS = 1_000_000;
  private static final double WITHIN_ROOT = 1e-5;

  private static final double LEARNING_RATE = 0x1p-9;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-8;
  private static final double WEIGHT_DECAY = 0.1;

  /** Makes a run; runs share nothing. */
  TrainingRun run(Device device, int steps) {
    NetworkSpec spec = spec();
    LabeledData text = text();
    Tensor classes = DeviceData.classes(device, text.classes());
    RandomGenerator random = new Well19937c(1);
    NetworkProblem problem =
        new NetworkProblem(
            spec,
            spec.layout().parameters().stream().map(each -> drawn(device, random, each)).toList(),
            DeviceData.numbered(device, text.slice(0, ROWS), classes),
            batches(steps),
            List.of(DeviceData.numbered(device, judged(text), classes)),
            false);
    NetworkObjective objective = new NetworkObjective(device, problem);
    RunSettings settings = new RunSettings(steps, objective.groups());
    settings
        .coefficients()
        .fill(Coefficient.LEARNING_RATE, LEARNING_RATE)
        .fill(Coefficient.BETA1, BETA1)
        .fill(Coefficient.BETA2, BETA2)
        .fill(Coefficient.EPSILON, EPSILON)
        .fill(Coefficient.WEIGHT_DECAY, WEIGHT_DECAY);
    return new TrainingRun(device, objective, new AdamW(), settings);
  }

  private NetworkSpec spec() {
    NetworkSizes sizes =
        new NetworkSizes(
            text().shape(),
            Collections.nCopies(BLOCKS, width),
            text().classes(),
            Nonlinearity.RELU);
    return NetworkSpec.of(new Transformer(), sizes, Loss.CROSS_ENTROPY);
  }

  private static LabeledData text() {
    return Bible.TEXT;
  }

  /** Read once. */
  private static final class Bible {
    private static final LabeledData TEXT = Text.kjv().windows(WINDOW);
  }

  private static LabeledData judged(LabeledData text) {
    return text.slice(ROWS, ROWS + WINDOWS * WINDOW);
  }

  private static BatchPlan batches(int steps) {
    return BatchPlans.windows(1, ROWS, steps, WINDOWS, WINDOW);
  }

  /** Draws weights of variance 1 / fan-in, where the usual network has zeros too. */
  private static Tensor drawn(Device device, RandomGenerator random, Parameter parameter) {
    ParameterGroup group = parameter.group();
    Tensor weights = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
    weights.assign(() -> (float) (random.nextGaussian() / Math.sqrt(parameter.fanIn())));
    return weights;
  }

  /** Writes what PyTorch needs: a line of numbers, then float32, the weights and the tokens. */
  void write(Path file, Device device, int steps) throws IOException {
    TrainingRun run = run(device, steps);
    List<Tensor> weights = run.objective().initialWeights(device);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(header(weights, steps).getBytes(StandardCharsets.UTF_8));
      for (Tensor each : weights) {
        write(out, each.toArray());
      }
      LabeledData text = text();
      for (int[] rows : rows(steps)) {
        double[] tokens = new double[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
          tokens[i] = text.inputs()[rows[i]];
          tokens[rows.length + i] = text.labels()[rows[i]];
        }
        write(out, tokens);
      }
    }
  }

  /** Returns the rows of every step, and those at the end. */
  private static List<int[]> rows(int steps) {
    List<int[]> all = new ArrayList<>();
    BatchPlan plan = batches(steps);
    for (int step = 0; step < steps; step++) {
      all.add(plan.at(step));
    }
    int[] end = new int[WINDOWS * WINDOW];
    for (int i = 0; i < end.length; i++) {
      end[i] = ROWS + i;
    }
    all.add(end);
    return all;
  }

  private String header(List<Tensor> weights, int steps) {
    String shapes =
        weights.stream()
            .map(each -> each.rows() + "," + each.cols())
            .collect(Collectors.joining(";"));
    return ("window=%d head=%d blocks=%d windows=%d steps=%d rate=%s beta1=%s beta2=%s epsilon=%s"
            + " decay=%s within=%s shapes=%s\n")
        .formatted(
            WINDOW,
            new Transformer().headSize(),
            BLOCKS,
            WINDOWS,
            steps,
            LEARNING_RATE,
            BETA1,
            BETA2,
            EPSILON,
            WEIGHT_DECAY,
            WITHIN_ROOT,
            shapes);
  }

  private static void write(OutputStream out, double[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    out.write(bytes.array());
  }
}
