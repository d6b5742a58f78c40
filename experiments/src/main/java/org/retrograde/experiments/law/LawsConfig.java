package org.retrograde.experiments.law;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * The keys of the section.
 *
 * @param law to fit
 * @param irreducible what is added to every loss, at least 0
 * @param points losses of a curve, at least 1
 * @param from steps before the first of them, at least 1
 * @param seeds of each curve, whose mean counts, at least 1
 * @param gradientSeeds of each hypergradient, whose mean counts, at least 1
 * @param fit schedules by name that the law is fitted to
 * @param unseen others that it is held against
 * @param twice others of twice as many steps
 * @param gradients whose derivatives by falls are held against the law's
 * @param atPeak others that stand beside the law's best schedule
 * @param floor least rate of that, as a part of the peak, in (0, 1)
 * @param random how many random schedules are ranked; 0 for none
 */
record LawsConfig(
    Laws law,
    double irreducible,
    int points,
    int from,
    int seeds,
    int gradientSeeds,
    Map<String, Schedule> fit,
    Map<String, Schedule> unseen,
    Map<String, Schedule> twice,
    Map<String, Schedule> gradients,
    Map<String, Schedule> atPeak,
    double floor,
    int random) {

  static final String SCHEMA =
      """
      {
        "type": "object", "additionalProperties": false,
        "properties": {
          "law": {"description": "What is fitted. {law}.", "words": "law", "default": "multi-power"},
          "irreducible": {
            "description": "What of every loss no training takes away, where the problem's own loss leaves it out: added to all losses.",
            "type": "number", "minimum": 0, "default": 0
          },
          "points": {"description": "Losses of each curve, at steps that are evenly spaced in their logarithm.", "$ref": "#/$defs/count", "default": 70},
          "from": {"description": "Steps before the first of them.", "$ref": "#/$defs/count", "default": 30},
          "seeds": {"description": "Trainings of each schedule, whose mean loss counts.", "$ref": "#/$defs/count", "default": 1},
          "gradient-seeds": {"description": "Hypergradients of each schedule, whose mean counts.", "$ref": "#/$defs/count", "default": 1},
          "fit": {
            "description": "Schedules by name that the law is fitted to.",
            @schedules,
            "default": {"constant": "flat", "cosine-to-a-tenth": {"name": "cosine", "end": 0.1}, "two-stage": {"name": "polyline", "points": [{"at": 0, "factor": 1}, {"at": 0.5, "factor": 1}, {"at": 0.5, "factor": 0.3}]}}
          },
          "unseen": {"description": "Schedules that the law is held against.", @schedules, "default": {"wsd": "wsd", "linear": "linear"}},
          "twice": {"description": "The same of twice as many steps.", @schedules, "default": {}},
          "gradients": {
            "description": "Schedules at which the law's derivative by the falls of the rate is held against the mean hypergradient.",
            @schedules, "default": {"constant": "flat", "cosine": "cosine", "linear": "linear"}
          },
          "at-peak": {"description": "Schedules that stand beside the law's best one, as those of `gradients` do.", @schedules, "default": {}},
          "floor": {"description": "Least rate of the law's best schedule, as a part of the peak.", "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "default": 0.001},
          "random": {
            "description": "Problem `power-law` in its expected form alone: so many random schedules of five families, which `opt-laws-like` ranks by final loss; 0 for none, or at least 100.",
            "type": "integer", "minimum": 0, "default": 0
          }
        }
      }
      """
          .replace(
              "@schedules",
              """
              "type": "object", "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
              "additionalProperties": {"$ref": "#/$defs/schedule"}
              """
                  .strip());

  /** Copies the maps, keeping their order. */
  LawsConfig {
    fit = copy(fit);
    unseen = copy(unseen);
    twice = copy(twice);
    gradients = copy(gradients);
    atPeak = copy(atPeak);
  }

  private static Map<String, Schedule> copy(Map<String, Schedule> schedules) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
  }

  /** Returns the steps after which a curve of some steps has its losses, rising. */
  List<Integer> steps(int last) {
    return IntStream.range(0, points)
        .mapToDouble(i -> points == 1 ? 1 : i / (points - 1.0))
        .mapToObj(part -> (int) Math.round(from * Math.pow((double) last / from, part)))
        .distinct()
        .toList();
  }
}
