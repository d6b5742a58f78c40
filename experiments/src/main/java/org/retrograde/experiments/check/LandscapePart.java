package org.retrograde.experiments.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.retrograde.hypergrad.check.AdjointGrowth;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reports.record.CheckFigure;

/**
 * The third part of a check: whether hypergradients, right as they are, say where to go, and
 * whether there is anything to learn. Looks at whole trainings, in the experiment's own precision.
 *
 * @param engine runs the trials
 * @param at on the experiment's own device
 */
record LandscapePart(TrialEngine engine, CheckedPoint at) {

  static final String GROWTH = "growth of |d_x|, decades";
  static final String STEP = "trial meta-step";
  static final String LEARNING = "loss over constant answer";

  /** A loss so near that of the best constant answer has nothing from the inputs. */
  private static final double NOTHING = 0.99;

  /** Rates at which it is tried out whether there is something to learn. */
  private static final double SLOWER = 0.1;

  private static final double FASTER = 10;

  /** What was found, with |d_x| before each step, and at the end. */
  record Found(Part part, List<Double> norms) {}

  /**
   * Looks.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Found look() throws InterruptedException {
    Remedies remedies = new Remedies(at.problem());
    List<Double> norms = List.of();
    Part found = new Part(List.of(), List.of());
    try {
      norms = adjointNorms();
      found = found.and(growth(norms, remedies));
      TrialStep trial = new TrialStep(engine, at);
      TrialStep.Found step = trial.take();
      found = found.and(learning(trial, step.best(), remedies)).and(step(step, remedies));
    } catch (DivergedTrialException e) {
      found = found.and(diverged(String.valueOf(e.getMessage()), remedies));
    }
    return new Found(found, norms);
  }

  private List<Double> adjointNorms() throws InterruptedException {
    Want<double[]> want = new AdjointNorms(at.strategy());
    Trial<double[]> trial =
        new Trial<>(at.problem(), at.space().settings(at.space().start()), at.seed(), want);
    return Arrays.stream(engine.run(List.of(trial)).get(0).get()).boxed().toList();
  }

  /** |d_x| before each step, all the way back. */
  private record AdjointNorms(Strategy strategy) implements Want<double[]> {

    @Override
    public Class<double[]> type() {
      return double[].class;
    }

    @Override
    public double[] of(Problem problem, RunSettings settings, int width, long seed) {
      TrainingRun run = problem.runTuned(settings, width, seed);
      return strategy
          .differentiate(run.withOptions(run.options().withLastSteps(Integer.MAX_VALUE)))
          .adjointNorms()
          .stream()
          .mapToDouble(norm -> norm)
          .toArray();
    }
  }

  static Part diverged(String what, Remedies remedies) {
    return Part.of(
        new CheckFigure(STEP, Double.POSITIVE_INFINITY, 1, false, what),
        new Verdict(
            Conclusion.ROUGH,
            "The landscape is rough: a training leaves the numbers where tuning would start ("
                + what
                + "). "
                + remedies.ofChaos()));
  }

  /** Looks at how |d_x| grows from the last step to the largest before it. */
  static Part growth(List<Double> norms, Remedies remedies) {
    AdjointGrowth growth = AdjointGrowth.of(norms);
    CheckFigure figure =
        new CheckFigure(
            GROWTH,
            growth.decades(),
            AdjointGrowth.LIMIT,
            !growth.isChaotic(),
            "how far the derivative with respect to the weights grows on its way to the start");
    if (figure.passed()) {
      return Part.of(figure);
    }
    return Part.of(
        figure,
        new Verdict(
            Conclusion.ROUGH,
            String.format(
                    Locale.ROOT,
                    "The landscape is rough: |d_x| grows by %.1f decades toward the start, so"
                        + " training is beyond the edge of chaos,",
                    growth.decades())
                + " and derivatives with respect to early steps say little. "
                + remedies.ofChaos()));
  }

  private Part learning(TrialStep trial, double loss, Remedies remedies)
      throws InterruptedException {
    OptionalDouble constant = at.problem().constantLoss();
    if (constant.isEmpty()) {
      return new Part(List.of(), List.of());
    }
    double least = NOTHING * constant.getAsDouble();
    CheckFigure figure =
        new CheckFigure(
            LEARNING,
            loss / constant.getAsDouble(),
            NOTHING,
            loss <= least,
            String.format(
                Locale.ROOT,
                "final loss of the best seed, %.4g, over that of the best answer that is the same"
                    + " for every row, %.4g",
                loss,
                constant.getAsDouble()));
    if (figure.passed()) {
      return Part.of(figure);
    }
    double slower = trial.bestAtRate(SLOWER);
    double faster = trial.bestAtRate(FASTER);
    return Part.of(figure, nothingLearned(least, slower, faster, remedies));
  }

  /** Tells labels without information from rates that are too high or too low to learn with. */
  static Verdict nothingLearned(double least, double slower, double faster, Remedies remedies) {
    if (slower <= least) {
      return new Verdict(
          Conclusion.ROUGH,
          String.format(
                  Locale.ROOT,
                  "The landscape is rough: nothing is learned where tuning would start, but at a"
                      + " tenth of the learning rate it is (final loss %.4g). Training is beyond"
                      + " the edge of stability. ",
                  slower)
              + remedies.ofChaos());
    }
    if (faster <= least) {
      return new Verdict(
          Conclusion.USABLE,
          String.format(
              Locale.ROOT,
              "Note: nothing is learned where tuning would start, but at ten times the learning"
                  + " rate it is (final loss %.4g). Tuning will find its way, but sooner from"
                  + " there.",
              faster));
    }
    return new Verdict(
        Conclusion.UNCLEAR,
        "There is nothing to learn here: the final loss is no better than that of an answer that is"
            + " the same for every row, at this learning rate, at a tenth of it and at ten times of"
            + " it. Either the labels hold no information about the inputs, or training never gets"
            + " to it. Hypergradients would lead to whatever does least harm. Check that rows and"
            + " labels belong together, then data.train, the model and training.steps.");
  }

  /** Judges the trial step. */
  static Part step(TrialStep.Found found, Remedies remedies) {
    if (!found.moved()) {
      return Part.of(
          new CheckFigure(STEP, 1, 1, false, "the hypergradient is 0: there is nowhere to go"),
          new Verdict(
              Conclusion.UNCLEAR,
              "Nothing that is tuned changes the final loss: its hypergradient is 0. Check that the"
                  + " loss depends on it, and that gradients of the weights are not 0, as those of"
                  + " relu units are that no row reaches."));
    }
    boolean falls = found.fall() > 0;
    CheckFigure figure =
        new CheckFigure(
            STEP,
            1 - found.fall() / Math.abs(found.promised()),
            1,
            falls,
            String.format(
                Locale.ROOT,
                "1 - the fall of the loss over what the hypergradient promises, for %.3g of"
                    + " tuning's first step; mean of %d seeds, from %.4g by %.2g",
                found.part(),
                found.seeds(),
                found.loss(),
                found.fall()));
    if (!falls) {
      return Part.of(
          figure,
          new Verdict(
              Conclusion.ROUGH,
              "The landscape is rough: the first step of tuning does not lower the loss, nor does a"
                  + " quarter or a sixteenth of it, though the derivatives are right. "
                  + remedies.ofRoughness()));
    }
    if (found.part() < 1) {
      return Part.of(
          figure,
          new Verdict(
              Conclusion.USABLE,
              String.format(
                  Locale.ROOT,
                  "Note: the loss falls along the hypergradient, but not by the whole first step of"
                      + " tuning; %.3g of it (tune.meta-optimizer.step) does.",
                  found.part())));
    }
    return Part.of(figure);
  }
}
