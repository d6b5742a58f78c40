package org.retrograde.experiments.problem;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.word.Keyword;

/**
 * Classification tasks that may share their weights, w = A z, with one matrix A a layer.
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
 * @param hidden units of each hidden layer of a task's network
 * @param activation of the hidden layers
 * @param own what the diagonal of the matrices starts from, beyond {@code others}
 * @param others what every entry starts from
 */
record TasksConfig(
    Source source,
    List<List<Integer>> classes,
    @Nullable Path folder,
    List<String> alphabets,
    int side,
    boolean rotated,
    int train,
    int validation,
    int test,
    List<Integer> hidden,
    Nonlinearity activation,
    double own,
    double others) {

  /** Copies the lists. */
  TasksConfig {
    classes = classes.stream().map(List::copyOf).toList();
    alphabets = List.copyOf(alphabets);
    hidden = List.copyOf(hidden);
  }

  /** Where images are from. */
  enum Source implements Keyword {
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
