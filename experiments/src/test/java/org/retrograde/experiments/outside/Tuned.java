package org.retrograde.experiments.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/** A small experiment, and what a tuner hears that has written some lines to it. */
final class Tuned implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String EXPERIMENT =
      """
      name: tuned
      data: {source: synthetic, features: 8, classes: 3, train: 200, validation: 100, test: 100}
      model: {width: 16, depth: 2, base-width: 16}
      training: {steps: 20, batch: 20, learning-rate: 0.1, momentum: 0.8}
      search:
        methods: [random]
        runs: 12
        seeds: 2
        judge-seeds: 1
        hyperparameters:
          - {name: learning-rate, per: all, knots: 1, bounds: [0.01, 0.5]}
          - {name: momentum, per: all, knots: 1}
          - {name: init-scale, per: all}
      """;

  private final Device device;
  private final TrainingProblem problem;
  private final LocalTrials engine = new LocalTrials(2);
  private @Nullable OpenTrials trials;

  /**
   * Opens it.
   *
   * @param changes of its config
   */
  Tuned(String... changes) {
    this(ConfigReader.readText("tuned", EXPERIMENT, List.of(changes)));
  }

  /** Opens any experiment. */
  Tuned(ExperimentConfig config) {
    device = Devices.open(config.run().device(), config.run().deviceSettings());
    problem = ProblemType.open(config, device);
  }

  TrainingProblem problem() {
    return problem;
  }

  LocalTrials engine() {
    return engine;
  }

  SearchSpace space() {
    return SearchSpace.ofAny(problem);
  }

  /** Returns the greeting and the answers to some lines. */
  List<JsonNode> hear(String... lines) throws InterruptedException {
    StringWriter out = new StringWriter();
    trials().serve(new StringReader(String.join("\n", lines)), new PrintWriter(out));
    return out.toString().lines().map(Tuned::parse).toList();
  }

  private OpenTrials trials() {
    if (trials == null) {
      trials = new OpenTrials(problem, engine, 0);
    }
    return trials;
  }

  /** Returns the answer to one line. */
  JsonNode ask(String line) throws InterruptedException {
    return hear(line).get(1);
  }

  static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  static double[] numbers(JsonNode list) {
    return IntStream.range(0, list.size()).mapToDouble(i -> list.get(i).asDouble()).toArray();
  }

  @Override
  public void close() {
    engine.close();
    device.close();
  }
}
