package org.retrograde.experiments.importance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.hypergrad.search.Trials;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * fANOVA's estimate of how much of the variance over a box is due to each number alone: Optuna fits
 * a random forest to trials, and integrates it. The shares of a forest add up to 1. Five forests of
 * 16 trees, whose spread shows, cost about what Optuna's usual one of 64 does: some ten seconds for
 * 300 trials of 40 numbers.
 *
 * @param trials that it is of
 * @param byForest a share of every number, forest by forest; empty where there is no estimate
 * @param note why there is none, or empty
 * @see <a href="https://proceedings.mlr.press/v32/hutter14.html">Hutter, Hoos and Leyton-Brown
 *     (2014)</a>
 */
public record Fanova(int trials, List<List<Double>> byForest, String note) {

  private static final String SCRIPT = "fanova.py";
  private static final int FORESTS = 5;
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Copies the lists. */
  public Fanova {
    byForest = byForest.stream().map(List::copyOf).toList();
  }

  /**
   * Estimates the shares, in a process of Python.
   *
   * @param python an interpreter; without Optuna or scikit-learn there is a note and no estimate
   * @param points uniform draws of the unit cube. Not modified.
   * @param losses one a point; those that are not finite count as worse than the worst, by as much
   *     as that lies above the best or above 0, whichever is more
   * @param seed from which those of the forests follow
   * @throws InterruptedException if the thread is interrupted
   */
  public static Fanova of(String python, List<double[]> points, List<Double> losses, long seed)
      throws InterruptedException {
    if (points.size() != losses.size()) {
      throw new IllegalArgumentException(
          "every point has a loss, got %d and %d".formatted(points.size(), losses.size()));
    }
    List<Double> finite = finite(losses);
    if (finite.stream().distinct().count() < 2) {
      return none(
          "fANOVA needs trials whose losses differ; there are %d, all alike"
              .formatted(finite.size()));
    }
    List<Long> seeds = new ArrayList<>();
    for (int forest = 0; forest < FORESTS; forest++) {
      seeds.add(Math.floorMod(Seeds.of(seed, "fanova", forest), 1L << 32));
    }
    JsonNode answer;
    try {
      answer = ask(python, Map.of("points", points, "losses", finite, "seeds", seeds));
    } catch (IOException e) {
      return none("there is no fANOVA: %s gave no answer (%s)".formatted(python, e.getMessage()));
    }
    if (!answer.has("shares")) {
      return none(
          """
          there is no fANOVA: %s has no Optuna with scikit-learn (%s); Debian has them in \
          python3-optuna and python3-sklearn, and run.python names the interpreter\
          """
              .formatted(python, answer.path("error").asText("it ended without an answer")));
    }
    return new Fanova(
        points.size(),
        answer
            .path("shares")
            .valueStream()
            .map(forest -> forest.valueStream().map(JsonNode::asDouble).toList())
            .toList(),
        "");
  }

  /** Makes one that is not there. */
  public static Fanova none(String note) {
    return new Fanova(0, List.of(), note);
  }

  /** Returns the shares of some numbers together, forest by forest. */
  List<Double> sum(int... numbers) {
    List<Double> sums = new ArrayList<>();
    for (List<Double> forest : byForest) {
      double sum = 0;
      for (int number : numbers) {
        sum += forest.get(number);
      }
      sums.add(sum);
    }
    return sums;
  }

  private static List<Double> finite(List<Double> losses) {
    double best = Double.POSITIVE_INFINITY;
    double worst = Double.NEGATIVE_INFINITY;
    for (double loss : losses) {
      if (Double.isFinite(loss)) {
        best = Math.min(best, loss);
        worst = Math.max(worst, loss);
      }
    }
    double told = Double.isFinite(worst) ? Trials.worse(best, worst) : 0;
    return losses.stream().map(loss -> Double.isFinite(loss) ? loss : told).toList();
  }

  private static JsonNode ask(String python, Map<String, ?> question)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python, "-c", script())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (OutputStream input = process.getOutputStream()) {
        MAPPER.writeValue(input, question);
      }
      try (InputStream output = process.getInputStream()) {
        return MAPPER.readTree(output);
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static String script() throws IOException {
    try (InputStream script = Objects.requireNonNull(Fanova.class.getResourceAsStream(SCRIPT))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
