package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * Goes through points, from each to the next by the same factor at each step; the last point's
 * factor stays. Two points at one place are a jump.
 *
 * @param points at least one, in the order of their places, the first at 0
 */
public record Polyline(List<Point> points) implements Schedule {

  /** How far off a rate may be that is not at a point, where points are chosen. */
  private static final double TOLERANCE = 0.01;

  private static final int MOST_POINTS = 48;

  /**
   * A point.
   *
   * @param at part of the steps before it, in [0, 1]
   * @param factor there, in (0, 1]
   */
  public record Point(double at, double factor) {

    /** Checks the ranges. */
    public Point {
      if (!(at >= 0 && at <= 1)) {
        throw new IllegalArgumentException("at must be at least 0 and at most 1, got " + at);
      }
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("factor must be above 0 and at most 1, got " + factor);
      }
    }

    /** The peak at the start. */
    public Point() {
      this(0, 1);
    }
  }

  /** Copies the list and checks the places. */
  public Polyline {
    points = List.copyOf(points);
    if (points.isEmpty() || points.get(0).at() != 0) {
      throw new IllegalArgumentException("points must begin at 0, got " + points);
    }
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).at() < points.get(i - 1).at()) {
        throw new IllegalArgumentException("places of points must not fall, got " + points);
      }
    }
  }

  /** Makes one that stays at the peak. */
  public Polyline() {
    this(List.of(new Point()));
  }

  /**
   * Returns one that follows rates to a hundredth, with as few points as that takes, but not more
   * than 48.
   *
   * @param rates above 0, none above the first. Not modified.
   */
  public static Polyline through(double[] rates) {
    List<Integer> kept = new ArrayList<>(List.of(0));
    if (rates.length > 1) {
      kept.add(rates.length - 1);
    }
    while (kept.size() < MOST_POINTS) {
      Polyline line = at(rates, kept);
      int worst = 0;
      double most = Math.log1p(TOLERANCE);
      for (int t = 0; t < rates.length; t++) {
        double off = Math.abs(Math.log(rates[t] / rates[0] / line.factor(t, rates.length)));
        worst = off > most ? t : worst;
        most = Math.max(most, off);
      }
      if (worst == 0) {
        break;
      }
      kept.add(worst);
      kept.sort(null);
    }
    return at(rates, kept);
  }

  private static Polyline at(double[] rates, List<Integer> steps) {
    return new Polyline(
        steps.stream()
            .map(t -> new Point((double) t / rates.length, Math.min(1, rates[t] / rates[0])))
            .toList());
  }

  @Override
  public String word() {
    return "polyline";
  }

  @Override
  public String meaning() {
    return "goes through points, from each to the next by the same factor at each step";
  }

  @Override
  public double factor(int step, int steps) {
    double place = (double) step / steps;
    int next = 1;
    while (next < points.size() && points.get(next).at() <= place) {
      next++;
    }
    Point before = points.get(next - 1);
    if (next == points.size()) {
      return before.factor();
    }
    Point after = points.get(next);
    double part = (place - before.at()) / (after.at() - before.at());
    return before.factor() * Math.pow(after.factor() / before.factor(), part);
  }
}
