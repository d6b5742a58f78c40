package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A law of the loss that was fitted to some schedules of a problem, and how it does on others.
 *
 * @param irreducible what of every loss no training takes away, as far as it is known
 * @param law with its numbers
 * @param curves those it was fitted to, then those it has not seen
 * @param gradients its derivative beside the exact one
 * @param atPeak schedules of the same peak and length by final loss, the law's best one among them
 * @param rankings how a law by features ranks random schedules
 */
public record LossLaws(
    double irreducible,
    LawNumbers law,
    List<LawCurve> curves,
    List<Gradient> gradients,
    List<AtPeak> atPeak,
    List<Ranking> rankings)
    implements Finding {

  /** What the schedule is called that the law finds best. */
  public static final String LAW_OPTIMUM = "law-optimum";

  /** What the best schedule that never rises is called, where it is known. */
  public static final String OPTIMUM = "optimum";

  /** Copies the lists. */
  public LossLaws {
    curves = List.copyOf(curves);
    gradients = List.copyOf(gradients);
    atPeak = List.copyOf(atPeak);
    rankings = List.copyOf(rankings);
  }

  /**
   * The derivatives of the final loss by what the rate falls by at each step, the peak held fixed.
   *
   * @param name of the schedule
   * @param words what it is
   * @param law the law's, from step 1
   * @param exact by hypergradients, from step 1
   * @param cosine of the angle between them
   * @param signs part of the steps at which they have the same sign
   */
  public record Gradient(
      String name,
      String words,
      List<Double> law,
      List<Double> exact,
      double cosine,
      double signs) {

    /** Copies the lists. */
    public Gradient {
      law = List.copyOf(law);
      exact = List.copyOf(exact);
    }
  }

  /**
   * A schedule of the common peak.
   *
   * @param name of it
   * @param words what it is
   * @param loss above what is irreducible
   * @param rates learning rate of every step
   */
  public record AtPeak(String name, String words, double loss, List<Double> rates) {

    /** Copies the list. */
    public AtPeak {
      rates = List.copyOf(rates);
    }
  }

  /**
   * How a law ranks random schedules by final loss that it was fitted without.
   *
   * @param name what is different about them
   * @param law that ranks them
   * @param fitted how many it was fitted to
   * @param ranked how many it ranks
   * @param explained R^2 of the logarithms of losses above what is irreducible
   * @param correlation of the ranks
   * @param hits part of random groups of eight whose best one is among the first two of the law
   */
  public record Ranking(
      String name,
      String law,
      int fitted,
      int ranked,
      double explained,
      double correlation,
      double hits) {}

  /**
   * Returns by how many per cent the loss of a schedule of the common peak lies above that of the
   * best one that never rises, or of the law's, where that is not known; NaN if there is none.
   */
  public double percentAbove(AtPeak schedule) {
    AtPeak least = find(OPTIMUM) == null ? find(LAW_OPTIMUM) : find(OPTIMUM);
    return least == null ? Double.NaN : 100 * (schedule.loss() / least.loss() - 1);
  }

  private @Nullable AtPeak find(String name) {
    return atPeak.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns by how many per cent the law is off the last loss above what is irreducible. */
  public double percentOff(LawCurve curve) {
    return 100 * ((curve.lastPredicted() - irreducible) / (curve.last() - irreducible) - 1);
  }
}
