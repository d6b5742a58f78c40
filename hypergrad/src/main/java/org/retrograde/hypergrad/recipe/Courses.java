package org.retrograde.hypergrad.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.OverTime;
import org.retrograde.hypergrad.hyperparameter.Scale;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * Finds short courses of tuned schedules: the knots they were tuned with, instead of a number a
 * step. A course is taken only if it has every bit of the schedule; where none has, the schedule is
 * its own course.
 */
public final class Courses {

  private final HyperparameterSpace space;
  private final Map<Coefficient, Untuned> untuned = new LinkedHashMap<>();

  private record Untuned(Scale scale, double value) {}

  /** Looks among the knots of a space. */
  public Courses(HyperparameterSpace space) {
    this.space = space;
  }

  HyperparameterSpace space() {
    return space;
  }

  /** Says what a coefficient is where the space does not move it: a value times a scale. */
  public Courses orElse(Coefficient coefficient, Scale scale, double value) {
    Courses more = new Courses(space);
    more.untuned.putAll(untuned);
    more.untuned.put(coefficient, new Untuned(scale, value));
    return more;
  }

  /**
   * Returns the courses of every coefficient, [group].
   *
   * @param raw numbers of the space
   */
  Map<Coefficient, List<Course>> of(double[] raw) {
    CoefficientTable table = space.settings(raw).coefficients();
    Map<Coefficient, List<Course>> courses = new LinkedHashMap<>();
    for (Coefficient coefficient : table.coefficients()) {
      List<Course> groups = new ArrayList<>();
      for (int g = 0; g < table.groups(); g++) {
        groups.add(of(coefficient, g, raw, column(table, coefficient, g)));
      }
      courses.put(coefficient, groups);
    }
    return courses;
  }

  private Course of(Coefficient coefficient, int group, double[] raw, double[] values) {
    Transform transform = Transform.of(coefficient);
    Course whole = Course.through(Arrays.stream(values).boxed().toList());
    if (whole.isConstant() && !hasFactors(coefficient)) {
      return whole;
    }
    return candidates(coefficient, group, raw).stream()
        .filter(course -> Arrays.equals(course.values(values.length, transform), values))
        .findFirst()
        .orElse(whole);
  }

  /** Numbers of blocks are added to raw ones, which are then kept even where nothing moves. */
  private boolean hasFactors(Coefficient coefficient) {
    return space.hyperparameters().stream()
        .anyMatch(
            hyperparameter ->
                hyperparameter instanceof OverTime schedule
                    && schedule.coefficient().equals(coefficient)
                    && schedule.tying().hasFactors());
  }

  private List<Course> candidates(Coefficient coefficient, int group, double[] raw) {
    List<Course> candidates = new ArrayList<>();
    int offset = 0;
    for (Hyperparameter hyperparameter : space.hyperparameters()) {
      double[] own = Arrays.copyOfRange(raw, offset, offset + hyperparameter.size());
      if (hyperparameter instanceof OverTime schedule
          && schedule.coefficient().equals(coefficient)
          && schedule.tying().moves(group)) {
        candidates.add(course(schedule, group, own));
      }
      offset += own.length;
    }
    Untuned rest = untuned.get(coefficient);
    if (rest != null) {
      Scale scale = rest.scale();
      candidates.add(new Course(scale.of(group), scale.shape(), false, List.of(rest.value())));
    }
    return candidates;
  }

  private static Course course(OverTime schedule, int group, double[] raw) {
    int columns = schedule.tying().columns();
    List<Double> knots = new ArrayList<>();
    for (int k = 0; k < schedule.knots(); k++) {
      knots.add(schedule.tying().of(raw, k * columns, group));
    }
    Scale scale = schedule.scale(raw);
    return new Course(scale.of(group), scale.shape(), true, knots);
  }

  private static double[] column(CoefficientTable table, Coefficient coefficient, int group) {
    double[] values = new double[table.steps()];
    Arrays.setAll(values, t -> table.get(coefficient, t, group));
    return values;
  }
}
