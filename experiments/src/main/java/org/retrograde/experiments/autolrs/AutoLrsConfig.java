package org.retrograde.experiments.autolrs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.autolrs.AutoLrs;
import org.retrograde.hypergrad.autolrs.Candidates;
import org.retrograde.hypergrad.autolrs.LossFilter;
import org.retrograde.hypergrad.autolrs.Watched;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * The keys of the section.
 *
 * @param stage steps of the first stage
 * @param window steps that are trained at each rate of the first stage
 * @param longest most steps of a stage
 * @param rates tried for a stage
 * @param lowest of them
 * @param highest of them
 * @param irreducible loss that is added to what is seen
 * @param searches by name
 * @param beside schedules by name, each at the best of some peaks
 * @param peaks how many, from the lowest rate to the highest
 */
record AutoLrsConfig(
    int stage,
    int window,
    int longest,
    int rates,
    double lowest,
    double highest,
    double irreducible,
    Map<String, Search> searches,
    Map<String, Schedule> beside,
    int peaks) {

  static final String SCHEMA =
      """
      {
        "type": "object", "additionalProperties": false, "required": ["lowest", "highest"],
        "properties": {
          "stage": {"description": "Steps of the first stage. Every further one is twice as long, up to `longest`; the last one ends with the run.", "$ref": "#/$defs/count", "default": 1000},
          "window": {"description": "Steps that the first stage is trained at each rate, to forecast the loss at its end; they double with the stage.", "type": "integer", "minimum": 2, "default": 100},
          "longest": {"description": "Most steps of a stage.", "$ref": "#/$defs/count", "default": 8000},
          "rates": {"description": "Rates that are tried for a stage.", "type": "integer", "minimum": 2, "maximum": 100, "default": 10},
          "lowest": {"description": "The lowest learning rate that is tried.", "type": "number", "exclusiveMinimum": 0},
          "highest": {"description": "The highest, which, times the schedule of `training`, stands for `training.learning-rate`.", "type": "number", "exclusiveMinimum": 0},
          "irreducible": {"description": "What is added to every loss that is seen, such as a problem has that knows its excess loss alone.", "type": "number", "minimum": 0, "default": 0},
          "searches": {
            "description": "Searches by name.",
            "type": "object", "minProperties": 1,
            "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
            "additionalProperties": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "candidates": {"description": "Which rates are tried. {autolrs-candidates}.", "words": "autolrs-candidates", "default": "gaussian-process"},
                "losses": {"description": "What is seen. {autolrs-losses}.", "words": "autolrs-losses", "default": "training"},
                "filter": {"description": "What a curve is fitted to. {autolrs-filter}.", "words": "autolrs-filter", "default": "parabola"},
                "noise": {"description": "Deviation of normal noise that losses are seen with, as a part of them.", "type": "number", "minimum": 0, "default": 0},
                "seeds": {"description": "Runs of it.", "$ref": "#/$defs/runs", "default": 1}
              }
            },
            "default": {"autolrs": {"candidates": "gaussian-process", "losses": "training", "filter": "parabola", "noise": 0, "seeds": 1}}
          },
          "beside": {
            "description": "Schedules by name that stand beside, each at the best of `peaks` rates.",
            "type": "object",
            "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
            "additionalProperties": {"$ref": "#/$defs/schedule"},
            "default": {"constant": "flat", "cosine": "cosine"}
          },
          "peaks": {"description": "Peak rates of each of those, evenly in the logarithm from the lowest to the highest.", "type": "integer", "minimum": 2, "maximum": 1000, "default": 17}
        }
      }
      """;

  /** Copies the maps, keeping their order. */
  AutoLrsConfig {
    searches = Collections.unmodifiableMap(new LinkedHashMap<>(searches));
    beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
  }

  /**
   * A search.
   *
   * @param candidates which rates are tried
   * @param losses what is seen
   * @param filter what becomes of it
   * @param noise that it is seen with
   * @param seeds runs of it
   */
  record Search(Candidates candidates, Watched losses, LossFilter filter, double noise, int seeds) {

    /** Returns what it is, in words. */
    String words() {
      return "%s%s, filter %s, losses %s"
          .formatted(
              candidates.word(),
              noise == 0 ? "" : ", noise " + noise,
              filter.word(),
              losses.word());
    }
  }

  /** Returns the runs of the search that has most. */
  int mostSeeds() {
    return searches.values().stream().mapToInt(Search::seeds).max().orElseThrow();
  }

  /** Returns the settings of a search. */
  AutoLrs of(Search search) {
    return new AutoLrs(
        new AutoLrs.Stages(stage, window, longest),
        new AutoLrs.Rates(rates, lowest / highest, search.candidates()),
        new AutoLrs.Sight(search.losses(), search.filter(), irreducible, search.noise()));
  }

  /** Returns the peak rates of schedules beside, evenly in the logarithm. */
  double[] peakRates() {
    return IntStream.range(0, peaks)
        .mapToDouble(i -> highest * Math.pow(lowest / highest, 1 - i / (peaks - 1.0)))
        .toArray();
  }
}
