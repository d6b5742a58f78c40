package org.retrograde.experiments.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.word.Keyword;

/**
 * Learns how several classification tasks share their weights: with w = A z, one matrix A a layer.
 *
 * @param data the tasks
 * @param hidden units of each hidden layer
 * @param activation of the hidden layers
 * @param steps over all rows, at least 1
 * @param learningRate above 0
 * @param momentum in (0, 1)
 * @param initScale standard deviation of latent weights and biases, above 0
 * @param l2 penalty on latent weights, at least 0
 * @param own what the diagonal of the matrices starts from, beyond {@code others}
 * @param others what every entry starts from
 * @param iterations updates, at least 1
 * @param seeds runs of an update, at least 1
 * @param checkSeeds runs by which the best iterate is chosen, at least 1
 * @param metaOptimizer the optimizer of the matrices
 * @param judgeSeeds runs of every arm, at least 1
 */
public record TasksStudy(
    Data data,
    List<Integer> hidden,
    Nonlinearity activation,
    int steps,
    double learningRate,
    double momentum,
    double initScale,
    double l2,
    double own,
    double others,
    int iterations,
    int seeds,
    int checkSeeds,
    MetaOptimizerConfig metaOptimizer,
    int judgeSeeds) {

  /** Copies the list. */
  public TasksStudy {
    hidden = List.copyOf(hidden);
  }

  /**
   * The tasks and their rows.
   *
   * @param source where the images are from
   * @param classes of MNIST: the digits of each task
   * @param folder of image folders: absolute path
   * @param alphabets of image folders: names of those to take; empty for all
   * @param side of image folders: pixels
   * @param rotated whether each task comes again with its images turned
   * @param train rows a class
   * @param validation rows a class
   * @param test rows a class
   */
  public record Data(
      Source source,
      List<List<Integer>> classes,
      @Nullable Path folder,
      List<String> alphabets,
      int side,
      boolean rotated,
      int train,
      int validation,
      int test) {

    /** Copies the lists. */
    public Data {
      classes = classes.stream().map(List::copyOf).toList();
      alphabets = List.copyOf(alphabets);
    }
  }

  /** Where images are from. */
  public enum Source implements Keyword {
    /** Comes with the program. */
    MNIST("comes with the program"),
    /** The user's folders. */
    IMAGES("the user's folders");

    private final String meaning;

    Source(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
