package org.retrograde.hypergrad.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.MetaObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Tunes hyperparameters by stochastic descent: each iteration trains on a few fresh seeds, clips
 * each run's hypergradient by its norm, averages, and updates. Fixed check seeds, disjoint from all
 * others, decide which iterate is kept, so that neither a lucky seed nor a late bad step is.
 *
 * <p>Runs that diverge are left out of the mean, and so are runs that go astray: whose loss is
 * above three times the mean of the first iterate, if that is positive. An iterate with half of its
 * runs lost, or more, is given up, unless it is the first: the descent goes on from the iterate
 * with the lowest mean loss so far, with the gradient and the state it had there, in moves half as
 * long, which grow again by a quarter with every iterate that is not given up.
 *
 * <p>All runs of an iteration are asked for at once.
 */
public final class Tuner {

  /** Chance seldom triples a loss; the far side of the edge of stability does at once. */
  private static final double ASTRAY = 3;

  private static final double RECOVERY = 1.25;

  private final TunerSettings settings;
  private final MetaOptimizer optimizer;
  private final MetaObjective objective;

  /** Makes a tuner of an objective. */
  public Tuner(TunerSettings settings, MetaOptimizer optimizer, MetaObjective objective) {
    this.settings = settings;
    this.optimizer = optimizer;
    this.objective = objective;
  }

  /**
   * Tunes.
   *
   * @param start raw hyperparameters. Not modified.
   * @param listener sees each iteration; the last one has no runs and a step size of 0, only its
   *     check
   * @throws DivergedTrialException if every run of the first iteration diverges
   * @throws InterruptedException if the thread is interrupted
   */
  public Tuned tune(double[] start, Consumer<TunerIteration> listener) throws InterruptedException {
    double[] raw = start.clone();
    MetaState state = optimizer.start(raw.length);
    Departure lowest = null;
    double limit = Double.POSITIVE_INFINITY;
    double shortening = 1;
    Tuned best = new Tuned(new RawVector(raw), 0, Double.NaN);
    for (int i = 0; i <= settings.iterations(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before iteration " + i);
      }
      Double check = settings.checksAt(i) ? checkLoss(raw) : null;
      boolean improves =
          settings.checkSeeds() == 0 || (check != null && (i == 0 || check < best.checkLoss()));
      if (improves) {
        best = new Tuned(new RawVector(raw), i, check == null ? Double.NaN : check);
      }
      if (i == settings.iterations()) {
        listener.accept(last(i, raw, check, improves));
        break;
      }
      Batch batch = differentiate(raw, i, limit);
      Departure departure = lowest;
      boolean givenUp = departure != null && batch.isLost();
      shortening = givenUp ? shortening / 2 : Math.min(1, RECOVERY * shortening);
      if (departure == null || !givenUp) {
        departure = new Departure(new RawVector(raw), batch.mean(), state, batch.meanLoss());
        if (lowest == null && departure.loss > 0) {
          limit = ASTRAY * departure.loss;
        }
        if (lowest == null || departure.loss < lowest.loss) {
          lowest = departure;
        }
      }
      double stepSize = shortening * settings.stepSizeAt(i);
      listener.accept(batch.report(i, new RawVector(raw), stepSize, check, improves, givenUp));
      MetaOptimizer.Update update = departure.move(optimizer, stepSize);
      raw = update.raw().toArray();
      state = update.state();
    }
    return best;
  }

  private static TunerIteration last(
      int iteration, double[] raw, @Nullable Double check, boolean best) {
    return new TunerIteration(
        iteration, new RawVector(raw), List.of(), List.of(), 0, 0, check, best, false);
  }

  /** Returns the mean loss over the check seeds; infinite if any run has none. */
  private double checkLoss(double[] raw) throws InterruptedException {
    long[] seeds = Seeds.range(settings.rootSeed(), "check", 0, settings.checkSeeds());
    double sum = 0;
    for (Outcome<Double> outcome : objective.evaluate(List.of(raw), seeds)) {
      double loss = outcome.map(value -> value, Double.POSITIVE_INFINITY);
      sum += Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
    return sum / seeds.length;
  }

  private Batch differentiate(double[] raw, int iteration, double limit)
      throws InterruptedException {
    long first = (long) iteration * settings.seeds();
    long[] seeds = Seeds.range(settings.rootSeed(), "tune", first, settings.seeds());
    Batch batch = new Batch(settings.clip(), limit);
    objective.differentiate(raw, seeds).forEach(batch::add);
    return batch;
  }

  /** An iterate, what decides the move from it, and its mean loss. */
  private record Departure(RawVector raw, RawVector gradient, MetaState state, double loss) {

    MetaOptimizer.Update move(MetaOptimizer optimizer, double stepSize) {
      return optimizer.update(raw.toArray(), gradient.toArray(), stepSize, state);
    }
  }

  /** The runs of one iteration. */
  private static final class Batch {

    private final double clip;
    private final double limit;
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> norms = new ArrayList<>();
    private @Nullable RawVector sum;
    private String failure = "the hypergradient is not finite";
    private double lossSum;
    private int clipped;
    private int used;

    Batch(double clip, double limit) {
      this.clip = clip;
      this.limit = limit;
    }

    void add(Outcome<MetaObjective.Sample> outcome) {
      MetaObjective.Sample sample = outcome.found();
      if (sample == null || !Double.isFinite(sample.gradient().norm())) {
        String divergence = outcome.divergence();
        failure = divergence == null ? failure : divergence;
        losses.add(Double.POSITIVE_INFINITY);
        norms.add(Double.POSITIVE_INFINITY);
        return;
      }
      double norm = sample.gradient().norm();
      losses.add(sample.loss());
      norms.add(norm);
      clipped += norm > clip ? 1 : 0;
      if (sample.loss() > limit) {
        return;
      }
      lossSum += sample.loss();
      RawVector gradient = sample.gradient().clipped(clip);
      sum = sum == null ? gradient : sum.plus(gradient);
      used++;
    }

    boolean isLost() {
      return 2 * used <= losses.size();
    }

    /**
     * Returns the mean loss, in which a lost run counts as the limit, so that an iterate does not
     * look better for losing its worst runs; without a limit, that of the others.
     */
    double meanLoss() {
      return Double.isFinite(limit)
          ? (lossSum + (losses.size() - used) * limit) / losses.size()
          : lossSum / used;
    }

    /** Returns the mean over the runs that are not lost; throws what is known of the last one. */
    RawVector mean() {
      if (sum == null) {
        throw new DivergedTrialException(failure);
      }
      return sum.scaled(1.0 / used);
    }

    TunerIteration report(
        int iteration,
        RawVector raw,
        double stepSize,
        @Nullable Double check,
        boolean best,
        boolean givenUp) {
      return new TunerIteration(
          iteration,
          raw,
          List.copyOf(losses),
          List.copyOf(norms),
          clipped,
          stepSize,
          check,
          best,
          givenUp);
    }
  }
}
