package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * The weights of training rows: a step descends the mean over its batch of w_i times the loss of
 * row i.
 *
 * <p>Weights are the raw numbers themselves, not logarithms, so that 0 leaves a row out, and a
 * derivative says by how much the final loss changes for each unit of weight: to first order,
 * leaving row i out changes it by minus the derivative. The mean is over the rows of the batch,
 * whatever their weights: a batch with a row of weight 0 has the same factor 1 / rows as without.
 */
public record ExampleWeights() implements Tunable {

  /** The name of the array that holds them, a loss parameter. */
  public static final String ARRAY = "example weights";

  /** The weight at which a row counts as it does without weights. */
  private static final double NOMINAL = 1;

  @Override
  public String word() {
    return "example-weights";
  }

  @Override
  public String meaning() {
    return "factors of training rows' losses, 1 where nothing is tuned";
  }

  @Override
  public Coefficient.Range range() {
    return Coefficient.Range.ANY;
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.EXAMPLE, Per.CLASS);
  }

  @Override
  public boolean actsThroughGradients() {
    return true;
  }

  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    double[] weights = new double[at.classes().get().length];
    Arrays.fill(weights, start == null ? NOMINAL : start);
    base.setLossParameter(ARRAY, weights);
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    int[] classes = at.classes().get();
    Tying tying = at.per() == Per.CLASS ? ofClasses(classes) : Tying.free(classes.length);
    return List.of(ArrayHyperparameter.lossParameter(ARRAY, tying));
  }

  /** A class without a row has no weight. */
  private static Tying ofClasses(int[] classes) {
    int[] present = Arrays.stream(classes).sorted().distinct().toArray();
    int[] columns =
        Arrays.stream(classes).map(label -> Arrays.binarySearch(present, label)).toArray();
    return new Tying(present.length, columns);
  }
}
