package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.experiments.config.text.Values;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.word.Catalogue;

/**
 * A small training run whose final loss and hypergradients were computed by an independent program:
 * a file of the format {@code hypergrad-case-1}. Every number is there and of its kind, or the file
 * is refused: a row that is not there, or a label that is no class, would train something else.
 */
final class ReferenceCase {

  /** Blocks of numbers, by step and layer, or by layer. */
  static final String ALPHA = "alpha";

  static final String GAMMA = "gamma";
  static final String LOG_SCALE = "log_init_scale";
  static final String L2 = "l2";
  static final String TRAIN_INPUTS = "train_x";

  /** Blocks of W and b of each layer. */
  static final String WEIGHTS = "w0";

  static final String VELOCITY = "v0";

  static final String FORMAT = "hypergrad-case-1";
  private static final String LOSS = "softmax_cross_entropy_mean";
  private static final String HYPERGRADIENT = "/expected/hypergrad/";

  /** The exponential of more is no number. */
  private static final double LARGEST_LOG = 700;

  private final CaseNumbers numbers;
  private final int[] sizes;
  private final int steps;
  private final NetworkSpec spec;

  private ReferenceCase(CaseNumbers numbers) {
    this.numbers = numbers;
    this.sizes = numbers.wholes("/sizes", 1, Integer.MAX_VALUE);
    if (sizes.length < 2) {
      throw numbers.wrong("/sizes", "must list inputs and outputs at least, got " + sizes.length);
    }
    start(); // before anything is made that large
    this.steps = numbers.whole("/T", 1);
    this.spec =
        NetworkSpec.of(Arrays.stream(sizes).boxed().toList(), activation(), Loss.CROSS_ENTROPY);
  }

  /**
   * Reads a case.
   *
   * @throws ReferenceCaseException if it is not one
   */
  static ReferenceCase of(CaseNumbers numbers) {
    ReferenceCase read = new ReferenceCase(numbers);
    read.check();
    return read;
  }

  /** Reads everything once, for its complaints. */
  private void check() {
    inputs("train");
    inputs("val");
    requireIfGiven("/batch_size", batches().get(0).length);
    requireIfGiven("/n_train", labels("train").length);
    requireIfGiven("/n_val", labels("val").length);
    if (numbers.has("/loss") && !LOSS.equals(numbers.at("/loss").asText())) {
      throw numbers.wrong("/loss", "must be \"%s\", which alone is checked".formatted(LOSS));
    }
    setting(ALPHA);
    numbers.requireBetween("/" + GAMMA, 0, 1, shape(GAMMA));
    numbers.requireBetween("/" + LOG_SCALE, -LARGEST_LOG, LARGEST_LOG, shape(LOG_SCALE));
    setting(L2);
    expectedLoss();
    List.of(ALPHA, GAMMA, LOG_SCALE, L2, TRAIN_INPUTS).forEach(this::expected);
    List.of(WEIGHTS, VELOCITY).forEach(this::expectedGroups);
  }

  NetworkSpec spec() {
    return spec;
  }

  int steps() {
    return steps;
  }

  /** Returns W and b of each layer before scaling, row by row. */
  List<double[]> start() {
    return groups("/raw_init");
  }

  /** Returns the rows of each step, counted from 0; every step has as many. */
  List<int[]> batches() {
    List<int[]> batches = new ArrayList<>();
    int rows = labels("train").length;
    numbers.list("/batches", steps);
    for (int t = 0; t < steps; t++) {
      int[] batch = numbers.wholes("/batches/" + t, 0, rows - 1);
      if (batch.length == 0 || (t > 0 && batch.length != batches.get(0).length)) {
        throw numbers.wrong(
            "/batches/" + t,
            "must list as many rows as the first step, at least one, got " + batch.length);
      }
      batches.add(batch);
    }
    return batches;
  }

  /** Returns the rows of "train" or "val", row by row. */
  double[] inputs(String part) {
    return numbers.numbers("/" + part + "_x", labels(part).length, sizes[0]);
  }

  /** Returns the classes of the rows of "train" or "val", at least one. */
  int[] labels(String part) {
    String pointer = "/" + part + "_y";
    int[] labels = numbers.wholes(pointer, 0, sizes[sizes.length - 1] - 1);
    if (labels.length == 0) {
      throw numbers.wrong(pointer, "must list one label at least");
    }
    return labels;
  }

  /** Returns a block of settings. */
  double[] setting(String block) {
    return numbers.numbers("/" + block, shape(block));
  }

  double expectedLoss() {
    return numbers.numbers("/expected/final_val_loss")[0];
  }

  /** Returns the expected derivative by a block of settings or inputs. */
  double[] expected(String block) {
    return numbers.numbers(HYPERGRADIENT + block, shape(block));
  }

  /** Returns the expected derivative by a block of weights or velocities, one array a group. */
  List<double[]> expectedGroups(String block) {
    return groups(HYPERGRADIENT + block);
  }

  private int[] shape(String block) {
    int layers = sizes.length - 1;
    return switch (block) {
      case ALPHA, GAMMA -> new int[] {steps, layers};
      case TRAIN_INPUTS -> new int[] {labels("train").length, sizes[0]};
      default -> new int[] {layers};
    };
  }

  private Nonlinearity activation() {
    Catalogue<Nonlinearity> known = Catalogue.of(Nonlinearity.class);
    String word = numbers.at("/activation").asText();
    return known
        .find(word)
        .orElseThrow(
            () ->
                numbers.wrong(
                    "/activation",
                    "must be one of %s, got \"%s\""
                        .formatted(String.join(", ", known.words()), Values.shown(word))));
  }

  /** Returns W and b of each layer under a pointer. */
  private List<double[]> groups(String pointer) {
    List<double[]> groups = new ArrayList<>();
    numbers.list(pointer, sizes.length - 1);
    for (int l = 0; l < sizes.length - 1; l++) {
      groups.add(numbers.numbers(pointer + "/" + l + "/W", sizes[l], sizes[l + 1]));
      groups.add(numbers.numbers(pointer + "/" + l + "/b", sizes[l + 1]));
    }
    return groups;
  }

  /** Sizes that are told twice must agree. */
  private void requireIfGiven(String pointer, int found) {
    if (numbers.has(pointer) && numbers.whole(pointer, 1) != found) {
      throw numbers.wrong(
          pointer, "must be %d as listed, got %s".formatted(found, numbers.at(pointer)));
    }
  }
}
