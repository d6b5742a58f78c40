package org.retrograde.experiments.outside;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line back to a tuner. */
sealed interface Answer {

  /**
   * What came of a trial.
   *
   * @param id the ask's
   * @param loss mean of the losses; null if a run diverged
   * @param losses one a seed, null for each run that diverged
   * @param gradient mean of the gradients, with respect to the raw numbers; null if one is
   * @param gradients one a seed, null for each that left the numbers; null if not asked for
   * @param diverged what left the numbers and where; null if nothing did
   * @param outside names of the numbers that are outside of their bounds; null if none is
   * @param cost what it took; null where that is not told
   */
  record Found(
      JsonNode id,
      @Nullable Double loss,
      List<@Nullable Double> losses,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> gradient,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<? extends @Nullable List<Double>> gradients,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String diverged,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> outside,
      @JsonUnwrapped @Nullable Cost cost)
      implements Answer {

    /** Returns a loss alone. */
    static Answer of(JsonNode id, double loss) {
      return new Found(id, loss, List.of(loss), null, null, null, null, null);
    }
  }

  /**
   * What trials took.
   *
   * @param runs training runs of this one, a hypergradient counted as several
   * @param seconds of its runs, added up
   * @param runsInTotal training runs since the greeting, this trial's included
   */
  record Cost(double runs, double seconds, double runsInTotal) {}

  /**
   * A line that asks for nothing that there is.
   *
   * @param id the ask's, null if it has none that can be read
   * @param error what is wrong with it and what is right
   */
  record Refused(@Nullable JsonNode id, String error) implements Answer {}
}
