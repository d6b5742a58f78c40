package org.retrograde.experiments.contest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.rule.RuledRun;
import org.retrograde.hypergrad.rule.StepView;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.word.Keyword;

/**
 * The size of the gradient at each step of a run, before a clip.
 *
 * @param norm what its size is
 */
record GradientSizes(Norm norm) implements Want<GradientSizes.Found> {

  /** What the size of a gradient is. */
  enum Norm implements Keyword {
    /** Root of the sum of squares. */
    L2("root of the sum of squares, for SGD"),
    /** Sum of the sizes of its entries. */
    L1("sum of the sizes of its entries, for Adam");

    private final String meaning;

    Norm(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }

    double of(double[][] gradient) {
      double sum = 0;
      for (double[] group : gradient) {
        for (double entry : group) {
          sum += this == L2 ? entry * entry : Math.abs(entry);
        }
      }
      return this == L2 ? Math.sqrt(sum) : sum;
    }
  }

  /**
   * What is found.
   *
   * @param sizes [step]
   */
  record Found(List<Double> sizes) {

    /** Copies the list. */
    Found {
      sizes = List.copyOf(sizes);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    List<Double> sizes = new ArrayList<>();
    RuledRun.of(
        problem.run(problem.link(width).effective(settings), width, seed),
        new Watching(step -> sizes.add(size(problem, step))));
    return new Found(sizes);
  }

  private double size(Problem problem, StepView step) {
    return problem instanceof ExpectedGradients expected
        ? expected.gradientSize(step.weights()).orElseGet(() -> norm.of(step.gradient()))
        : norm.of(step.gradient());
  }

  /** Leaves all rates as they are. */
  private record Watching(Consumer<StepView> sees) implements RateRule {

    @Override
    public String word() {
      return "watching";
    }

    @Override
    public String meaning() {
      return "leaves all rates as they are";
    }

    @Override
    public Chooser begin(int groups) {
      return view -> {
        sees.accept(view);
        return view.usual();
      };
    }
  }
}
