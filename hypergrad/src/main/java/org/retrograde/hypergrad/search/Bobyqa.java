package org.retrograde.hypergrad.search;

import java.util.Arrays;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/**
 * Minimizes a quadratic model through 2n + 1 points within a trust region, by Commons Math. The
 * region begins with a radius of a fifth of the box and ends at a millionth; then the search starts
 * again elsewhere.
 *
 * <p>It needs 2n + 1 trials before its model says anything, so it is for few raw numbers, and it
 * takes the loss for smooth.
 *
 * @see <a href="https://www.damtp.cam.ac.uk/user/na/NA_papers/NA2009_06.pdf">Powell (2009)</a>
 */
public record Bobyqa() implements Searcher {

  private static final double FIRST_RADIUS = 0.2;
  private static final double LAST_RADIUS = 1e-6;

  @Override
  public String word() {
    return "bobyqa";
  }

  @Override
  public String meaning() {
    return "quadratic models in a trust region, for few numbers";
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    new Restarts(trials, trials.random(word()), Bobyqa::minimize).run();
  }

  /** Commons Math refuses a single number; it gets a second one, which the loss does not see. */
  private static void minimize(double[] start, MultivariateFunction loss) {
    int size = Math.max(start.length, BOBYQAOptimizer.MINIMUM_PROBLEM_DIMENSION);
    double[] padded = Arrays.copyOf(start, size);
    double[] upper = new double[size];
    Arrays.fill(upper, 1);
    new BOBYQAOptimizer(2 * size + 1, FIRST_RADIUS, LAST_RADIUS)
        .optimize(
            new ObjectiveFunction(point -> loss.value(Arrays.copyOf(point, start.length))),
            GoalType.MINIMIZE,
            new InitialGuess(padded),
            new SimpleBounds(new double[size], upper),
            MaxEval.unlimited());
  }
}
