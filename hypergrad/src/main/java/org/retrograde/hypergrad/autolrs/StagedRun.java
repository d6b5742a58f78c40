package org.retrograde.hypergrad.autolrs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.gradient.RestorableRun;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.Checkpoint;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * A run whose learning rates were searched stage by stage, and which is an ordinary run from then
 * on: {@code run.withSettings(settings)} takes the same steps to the same bits.
 *
 * @param settings those of the run with the rates that were chosen
 * @param trained its end
 * @param stages one after the other, over all steps
 * @param searched steps that were taken to try rates, beside those of the run
 */
public record StagedRun(RunSettings settings, Trained trained, List<Stage> stages, long searched) {

  /** Copies the list. */
  public StagedRun {
    stages = List.copyOf(stages);
  }

  /**
   * Trains. Windows see the batches that the stage is then trained on.
   *
   * @param run whose learning rates are the highest. Not modified.
   * @param seed of random rates and of noise
   * @throws DivergenceException if a stage leaves the numbers at every rate that was tried
   */
  public static StagedRun of(TrainingRun run, AutoLrs how, long seed) {
    Search search = new Search(run, how, seed);
    List<Stage> stages = new ArrayList<>();
    AutoLrs.Stages lengths = how.stages();
    int length = lengths.first();
    int window = lengths.window();
    while (search.run.step() < search.run.steps()) {
      int left = search.run.steps() - search.run.step();
      stages.add(search.stage(stages.size(), Math.min(length, left), Math.min(window, left)));
      if (2L * length <= lengths.longest()) {
        length *= 2;
        window *= 2;
      }
    }
    return new StagedRun(search.settings, search.run.trained(), stages, search.searched);
  }

  /** Returns settings whose rates from some step to another are multiplied. */
  public static RunSettings withFactor(RunSettings settings, int from, int end, double factor) {
    RunSettings copy = settings.copy();
    copy.coefficients()
        .change(
            Coefficient.LEARNING_RATE,
            (step, group, rate) -> step >= from && step < end ? rate * factor : rate);
    return copy;
  }

  private static final class Search {

    private final AutoLrs how;
    private final long seed;
    private final CoefficientTable highest;
    private final RunSettings settings;
    private final RestorableRun run;
    private long searched;
    private double first;

    Search(TrainingRun run, AutoLrs how, long seed) {
      this.how = how;
      this.seed = seed;
      this.highest = run.settings().copy().coefficients();
      this.settings = run.settings().copy();
      this.run = new RestorableRun(run.withSettings(settings));
    }

    /** Searches a rate for the next steps, and takes them. */
    Stage stage(int index, int steps, int window) {
      Checkpoint start = run.checkpoint();
      RandomGenerator random = random("rates", index);
      RandomGenerator noise = random("noise", index);
      List<Stage.Probe> probes = new ArrayList<>();
      for (double place : how.rates().candidates().places(how.rates().count(), random)) {
        double factor = how.rates().factor(place);
        setRates(start.step(), window, factor);
        probes.add(new Stage.Probe(factor, forecast(steps, window, noise)));
        run.restore(start);
      }
      return new Stage(start.step(), steps, probes, trained(start, steps, probes));
    }

    /**
     * Takes the steps of a stage at the rate of the least forecast, or, from the start again, of
     * the next least one if training leaves the numbers there.
     *
     * @return the index of the rate
     */
    private int trained(Checkpoint start, int steps, List<Stage.Probe> probes) {
      List<Integer> order =
          IntStream.range(0, probes.size())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> probes.get(i).forecast()))
              .toList();
      for (int index : order) {
        setRates(start.step(), steps, probes.get(index).factor());
        try {
          while (run.step() < start.step() + steps) {
            run.forward();
          }
          return index;
        } catch (DivergenceException e) {
          if (index == order.get(order.size() - 1)) {
            throw e;
          }
          searched += run.step() - start.step();
          run.restore(start);
        }
      }
      throw new IllegalStateException("a stage tries at least two rates");
    }

    private RandomGenerator random(String purpose, int stage) {
      return new Well19937c(Seeds.of(seed, "autolrs " + purpose, stage));
    }

    private void setRates(int from, int steps, double factor) {
      for (int t = from; t < from + steps; t++) {
        for (int g = 0; g < highest.groups(); g++) {
          double rate = highest.get(Coefficient.LEARNING_RATE, t, g) * factor;
          settings.coefficients().set(Coefficient.LEARNING_RATE, t, g, rate);
        }
      }
    }

    /** Trains a window, and returns the loss to expect at the end of the stage. */
    private double forecast(int steps, int window, RandomGenerator noise) {
      int from = run.step();
      try {
        LossWindow seen = seen(how.sight().watched().take(run, window), noise);
        first = from == 0 ? seen.loss(0) : first;
        LossWindow filtered = how.sight().filter().filtered(seen, how.sight().watched());
        double at = (double) steps / window;
        double forecast = how.sight().watched().forecast(seen, filtered, at, first);
        return Double.isFinite(forecast) ? forecast : Stage.HOPELESS;
      } catch (DivergenceException e) {
        return Stage.HOPELESS;
      } finally {
        searched += run.step() - from;
      }
    }

    private LossWindow seen(LossWindow window, RandomGenerator noise) {
      AutoLrs.Sight sight = how.sight();
      return window.with(
          Arrays.stream(window.losses())
              .map(loss -> loss + sight.irreducible())
              .map(
                  loss ->
                      sight.noise() == 0 ? loss : loss * (1 + sight.noise() * noise.nextGaussian()))
              .toArray());
    }
  }
}
