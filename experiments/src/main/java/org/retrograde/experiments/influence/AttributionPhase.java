package org.retrograde.experiments.influence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.InfluentialRows;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.Study;

/**
 * Leaves random parts of the training rows out, trains again, and holds how losses change against
 * what the exact derivatives by the weights of rows predict.
 *
 * @see <a href="https://arxiv.org/abs/2202.00622">Ilyas et al. (2022)</a>, datamodels
 * @see <a href="https://arxiv.org/abs/2303.14186">Park et al. (2023)</a>, the linear datamodelling
 *     score
 * @see <a href="https://arxiv.org/abs/2504.16430">Ilyas and Engstrom (2025)</a>, MAGIC
 */
public final class AttributionPhase implements SectionPhase {

  static final String WORD = "attribution";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Predicts by exact derivatives what leaving training rows out changes, and trains"
        + " without them to see (linear datamodelling score).";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "subsets": {
          "description": "Random subsets of the training rows that are left out, of each part.",
          "type": "integer", "minimum": 3, "maximum": 100000, "default": 50
        },
        "parts": {
          "description": "Parts of the training rows that are left out.",
          "type": "array", "minItems": 1,
          "items": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
          "default": [0.5]
        },
        "targets": {
          "description": "Single validation rows, the first ones, whose losses are predicted too, each by a hypergradient of its own.",
          "type": "integer", "minimum": 0, "maximum": 100000, "default": 10
        }
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return AttributionSettings.class;
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    if (Set.copyOf(((AttributionSettings) settings).parts()).size()
        < ((AttributionSettings) settings).parts().size()) {
      complain.accept("parts", "must differ; remove the one that is there twice");
    }
  }

  private static AttributionSettings settings(ExperimentConfig config) {
    return config.own(WORD, AttributionSettings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("influence", config.seeds("influence", 1));
    seeds.put("subsets", config.seeds("subsets", settings(config).parts().size()));
    return seeds;
  }

  @Override
  public void check(TrainingProblem problem) {
    Workbench bench = RowWeightSettings.bench(WORD, problem);
    AttributionSettings settings = settings(problem.config());
    int validation = bench.splits().validation().rows();
    if (settings.targets() > validation) {
      throw new DataException(
          "attribution.targets must be at most the %d validation rows, got %d"
              .formatted(validation, settings.targets()));
    }
    int rows = bench.splits().train().rows();
    for (double part : settings.parts()) {
      if (Math.round(part * rows) < 1 || Math.round(part * rows) >= rows) {
        throw new DataException(
            "attribution.parts: %s of %d training rows leaves out none or all"
                .formatted(part, rows));
      }
    }
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    new Attribution(context, settings(context.config())).run();
  }

  /** An attribution under way. */
  private static final class Attribution {

    private final RunContext context;
    private final AttributionSettings settings;
    private final Workbench bench;
    private final int rows;

    Attribution(RunContext context, AttributionSettings settings) {
      this.context = context;
      this.settings = settings;
      this.bench = RowWeightSettings.bench(WORD, context.problem());
      this.rows = bench.splits().train().rows();
    }

    void run() throws InterruptedException {
      List<double[]> atOne = derivatives("influence of rows", 1);
      InfluentialRows.add(
          context,
          InfluentialRows.of(
              "The exact derivative of the validation loss", bench, atOne.get(0), row -> ""));
      List<Double> whole = losses("all rows", List.of(RowWeightSettings.all(bench, 1))).get(0);
      List<AttributionStudy.Part> parts = new ArrayList<>();
      for (int i = 0; i < settings.parts().size(); i++) {
        double part = settings.parts().get(i);
        String name = "%s left out".formatted(AttributionStudy.percent(part));
        List<Set<Integer>> subsets = subsets(part, i);
        List<double[]> atMean = derivatives("influence at mean weights", 1 - part);
        List<RunSettings> without =
            subsets.stream()
                .map(subset -> RowWeightSettings.without(bench, subset::contains))
                .toList();
        parts.add(
            AttributionStudy.Part.of(
                part,
                subsets,
                new AttributionStudy.Slopes(atOne, atMean),
                whole,
                losses(name, without)));
      }
      Study study = new AttributionStudy(settings, rows, parts).study();
      context.add(study);
    }

    private <R> List<R> found(String part, List<RunSettings> all, List<Want<R>> wants)
        throws InterruptedException {
      long seed = context.config().seeds("influence", 1).get(0);
      List<Trial<R>> trials = new ArrayList<>();
      for (RunSettings one : all) {
        wants.forEach(want -> trials.add(new Trial<>(bench, one, seed, want)));
      }
      return context.run(part, trials, (index, outcome) -> "").stream().map(Outcome::get).toList();
    }

    private List<double[]> derivatives(String part, double weight) throws InterruptedException {
      List<Want<RawVector>> wants = new ArrayList<>();
      for (int target = 0; target <= settings.targets(); target++) {
        wants.add(new TargetDerivative(target, context.strategy()));
      }
      return found(part, List.of(RowWeightSettings.all(bench, weight)), wants).stream()
          .map(RawVector::toArray)
          .toList();
    }

    private List<List<Double>> losses(String part, List<RunSettings> all)
        throws InterruptedException {
      return found(part, all, List.of(new TargetLosses(settings.targets()))).stream()
          .map(TargetLosses.Found::losses)
          .toList();
    }

    private List<Set<Integer>> subsets(double part, int index) {
      int count = (int) Math.round(part * rows);
      long seed = context.config().seeds("subsets", index + 1).get(index);
      RandomGenerator random = new Well19937c(seed);
      List<Set<Integer>> subsets = new ArrayList<>();
      for (int i = 0; i < settings.subsets(); i++) {
        subsets.add(drawn(random, count));
      }
      return subsets;
    }

    /** The first rows of an order that is drawn. */
    private Set<Integer> drawn(RandomGenerator random, int count) {
      int[] order = new int[rows];
      Arrays.setAll(order, row -> row);
      Set<Integer> drawn = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        int other = i + random.nextInt(rows - i);
        drawn.add(order[other]);
        order[other] = order[i];
      }
      return drawn;
    }
  }
}
