package org.retrograde.hypergrad.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.trial.LossObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * The loss as a {@link Searcher} sees it: a function on the unit cube that is finite everywhere,
 * and a budget. Used by one thread.
 *
 * <p>A run that diverges has no loss. The searcher is told a number above all that were seen, by as
 * much as the worst of them lies above the best or above 0, whichever is more: worst of all, and
 * yet near enough that a model of the loss or a penalty scaled by it is not ruined.
 */
public final class Trials {

  /** Told for a run that diverges before any other has ended. */
  private static final double NOTHING_KNOWN = 1e6;

  private final SearchSettings settings;
  private final LossObjective objective;
  private final Box box;
  private final double[] start;
  private final Consumer<Candidate> listener;
  private final List<Candidate> trace = new ArrayList<>();
  private double best = Double.POSITIVE_INFINITY;
  private double worst = Double.NEGATIVE_INFINITY;
  private int runs;
  private double seconds;
  private long idleSince = System.nanoTime();

  /** Where to search, and the raw vector to begin from. */
  record Place(Box box, RawVector start) {}

  Trials(
      SearchSettings settings, LossObjective objective, Place place, Consumer<Candidate> listener) {
    this.settings = settings;
    this.objective = objective;
    this.box = place.box();
    this.start = box.unit(place.start().toArray());
    this.listener = listener;
  }

  /** Returns the number of coordinates. */
  public int size() {
    return start.length;
  }

  /** Returns a copy of the point to begin from. */
  public double[] start() {
    return start.clone();
  }

  /** Returns how many trials the budget still pays for; 0 when the time is over. */
  public int left() {
    return seconds >= settings.seconds() ? 0 : (settings.runs() - runs) / settings.seeds();
  }

  /**
   * Makes the random numbers of a method.
   *
   * @param label the method's
   */
  public RandomGenerator random(String label) {
    return new Well19937c(Seeds.of(settings.rootSeed(), "search " + label, 0));
  }

  /**
   * Tries some points, several runs at once.
   *
   * @param points of the unit cube; coordinates outside of [0, 1] are taken to the edge. Not
   *     modified.
   * @return a finite loss for each
   * @throws IllegalArgumentException if there are more than {@link #left}
   * @throws InterruptedException if the thread is interrupted
   */
  public double[] evaluate(List<double[]> points) throws InterruptedException {
    if (points.size() > left()) {
      throw new IllegalArgumentException(
          "the budget pays for %d more trials, got %d".formatted(left(), points.size()));
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted after " + runs + " runs");
    }
    seconds += (System.nanoTime() - idleSince) / 1e9;
    List<double[]> raws = points.stream().map(box::raw).toList();
    List<Outcome<Double>> done =
        objective.evaluate(raws, Seeds.range(settings.rootSeed(), "search", 0, settings.seeds()));
    double[] told = new double[raws.size()];
    int seeds = settings.seeds();
    for (int i = 0; i < told.length; i++) {
      told[i] = finite(keep(raws.get(i), done.subList(i * seeds, (i + 1) * seeds)));
    }
    idleSince = System.nanoTime();
    return told;
  }

  /** Books one trial and returns its loss, infinite if it has none. */
  private double keep(double[] raw, List<Outcome<Double>> ofTrial) {
    double sum = 0;
    for (Outcome<Double> run : ofTrial) {
      sum += run.map(loss -> loss, Double.POSITIVE_INFINITY);
      seconds += run.seconds();
    }
    runs += ofTrial.size();
    double mean = sum / ofTrial.size();
    double loss = Double.isFinite(mean) ? mean : Double.POSITIVE_INFINITY;
    Candidate trial = new Candidate(new RawVector(raw), loss, runs, seconds, loss < best);
    if (trial.best()) {
      best = loss;
      trace.add(trial);
    }
    listener.accept(trial);
    return loss;
  }

  private double finite(double loss) {
    if (Double.isFinite(loss)) {
      worst = Math.max(worst, loss);
      return loss;
    }
    if (trace.isEmpty()) {
      return NOTHING_KNOWN;
    }
    return worse(best, worst);
  }

  /**
   * Returns the loss that is told for a run that diverges, of the best and worst that were seen.
   */
  public static double worse(double best, double worst) {
    double margin = Math.max(worst - best, Math.abs(worst));
    return worst + (margin > 0 ? margin : 1);
  }

  SearchOutcome outcome() {
    return new SearchOutcome(trace, runs, seconds);
  }
}
