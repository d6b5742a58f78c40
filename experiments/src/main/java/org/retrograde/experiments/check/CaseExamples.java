package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.DeviceData;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/** The examples of a case: windows of a text, or rows of images. */
sealed interface CaseExamples {

  /** Reads those of a file, which has windows or shapes. */
  static CaseExamples of(CaseNumbers numbers, int steps) {
    CaseExamples read =
        numbers.has("/window") ? Texts.read(numbers, steps) : Images.read(numbers, steps);
    read.batches();
    return read;
  }

  /** Returns what an example is. */
  InputShape shape();

  /** Returns the outputs of a network of it. */
  int classes();

  /** Returns whether derivatives by the training examples are expected. */
  boolean tunesInputs();

  /** Returns the rows of "train" or "val". */
  int rows(String part);

  /** Returns the rows of each step, counted from 0; every step has as many. */
  List<int[]> batches();

  /** Copies the rows of "train" or "val" to a device, their labels as one-hot rows. */
  DeviceData data(Device device, String part);

  private static List<int[]> listed(CaseNumbers numbers, int steps, int last) {
    List<int[]> batches = new ArrayList<>();
    numbers.list("/batches", steps);
    for (int t = 0; t < steps; t++) {
      int[] batch = numbers.wholes("/batches/" + t, 0, last);
      if (batch.length == 0 || (t > 0 && batch.length != batches.get(0).length)) {
        throw numbers.wrong(
            "/batches/" + t,
            "must list as many as the first step, at least one, got " + batch.length);
      }
      batches.add(batch);
    }
    return batches;
  }

  /** Copies rows and their labels, as one-hot rows, to a device. */
  static DeviceData placed(Device device, double[] inputs, int[] labels, int classes) {
    Tensor x = device.tensor(labels.length, inputs.length / labels.length);
    x.assign(inputs);
    double[] oneHot = new double[Math.multiplyExact(labels.length, classes)];
    for (int i = 0; i < labels.length; i++) {
      oneHot[i * classes + labels[i]] = 1;
    }
    Tensor y = device.tensor(labels.length, classes);
    y.assign(oneHot);
    return new DeviceData(x, y);
  }

  /**
   * Windows of tokens; a batch lists where its windows begin.
   *
   * @param numbers of the case
   * @param steps of its run
   * @param shape of an example
   * @param classes kinds of tokens
   */
  record Texts(CaseNumbers numbers, int steps, InputShape.Token shape, int classes)
      implements CaseExamples {

    private static Texts read(CaseNumbers numbers, int steps) {
      Texts texts =
          new Texts(
              numbers,
              steps,
              new InputShape.Token(numbers.whole("/window", 1)),
              numbers.whole("/vocabulary", 1));
      texts.rows("train");
      if (texts.rows("val") % texts.shape.window() != 0) {
        throw numbers.wrong(
            "/val_tokens",
            "must be whole windows of %d tokens and one token more, got %d"
                .formatted(texts.shape.window(), texts.rows("val") + 1));
      }
      return texts;
    }

    @Override
    public boolean tunesInputs() {
      return false;
    }

    private int[] tokens(String part) {
      return numbers.wholes("/" + part + "_tokens", 0, classes - 1);
    }

    @Override
    public int rows(String part) {
      int rows = tokens(part).length - 1;
      if (rows < shape.window()) {
        throw numbers.wrong(
            "/" + part + "_tokens",
            "must be a window of %d tokens and one token more at least, got %d"
                .formatted(shape.window(), rows + 1));
      }
      return rows;
    }

    @Override
    public List<int[]> batches() {
      int window = shape.window();
      return CaseExamples.listed(numbers, steps, rows("train") - window).stream()
          .map(
              batch ->
                  Arrays.stream(batch)
                      .flatMap(from -> IntStream.range(from, from + window))
                      .toArray())
          .toList();
    }

    @Override
    public DeviceData data(Device device, String part) {
      int[] tokens = tokens(part);
      return CaseExamples.placed(
          device,
          Arrays.stream(tokens, 0, tokens.length - 1).asDoubleStream().toArray(),
          Arrays.copyOfRange(tokens, 1, tokens.length),
          classes);
    }
  }

  /**
   * Images as rows, line by line, each pixel with all its channels; a batch lists rows.
   *
   * @param numbers of the case
   * @param steps of its run
   * @param shape of an example
   * @param classes of images
   */
  record Images(CaseNumbers numbers, int steps, InputShape.Image shape, int classes)
      implements CaseExamples {

    /** No image has a longer side. */
    private static final int LONGEST = 1 << 10;

    private static Images read(CaseNumbers numbers, int steps) {
      numbers.list("/shape", 3);
      int[] shape = numbers.wholes("/shape", 1, LONGEST);
      Images images =
          new Images(
              numbers,
              steps,
              new InputShape.Image(shape[0], shape[1], shape[2]),
              numbers.whole("/classes", 1));
      images.inputs("train");
      images.inputs("val");
      return images;
    }

    @Override
    public boolean tunesInputs() {
      return true;
    }

    private int[] labels(String part) {
      String pointer = "/" + part + "_y";
      int[] labels = numbers.wholes(pointer, 0, classes - 1);
      if (labels.length == 0) {
        throw numbers.wrong(pointer, "must list one label at least");
      }
      return labels;
    }

    private double[] inputs(String part) {
      return numbers.numbers("/" + part + "_x", rows(part), shape.features());
    }

    @Override
    public int rows(String part) {
      return labels(part).length;
    }

    @Override
    public List<int[]> batches() {
      return CaseExamples.listed(numbers, steps, rows("train") - 1);
    }

    @Override
    public DeviceData data(Device device, String part) {
      return CaseExamples.placed(device, inputs(part), labels(part), classes);
    }
  }
}
