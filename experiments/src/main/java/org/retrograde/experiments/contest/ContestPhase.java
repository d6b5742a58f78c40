package org.retrograde.experiments.contest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.FamilyConfig;
import org.retrograde.experiments.outside.Prepared;
import org.retrograde.experiments.phase.Compared;
import org.retrograde.experiments.phase.Promise;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.Contest;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.word.Catalogue;

/**
 * Searches families of schedules without derivatives, learns schedules of knots by hypergradients,
 * and judges all on seeds that nothing was chosen by.
 *
 * @see <a href="https://arxiv.org/abs/2603.10301">Naganuma et al. (2026)</a>, whose families and
 *     way of searching these are: base rates free, several seeds, the best trained again
 */
public final class ContestPhase implements SectionPhase {

  static final String WORD = "contest";

  private static final String UNSEEN = "contest judge";

  /** Of what a step along the hypergradient moves. */
  private static final int KNOTS = 8;

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Schedules of the learning rate that are searched, against some that are learnt by"
        + " hypergradients, on unseen seeds.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "families": {
          "description": "Families of schedules by name, each a `shape` whose `numbers` are searched together with its peak, such as `{shape: wsd, numbers: [decay]}`.",
          "type": "object",
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"$ref": "#/$defs/family"},
          "default": {}
        },
        "refined": {
          "description": "Schedules by name that are refined by the sizes of the gradients of one run with the settings of `training` (Defazio et al. 2023), and whose peak is searched as those of families are.",
          "type": "object",
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {
            "type": "object", "additionalProperties": false,
            "properties": {
              "norm": {"description": "What the size of a gradient is. {norm}.", "words": "norm", "default": "l2"},
              "power": {"description": "The power of the size that weights fall with.", "type": "number", "exclusiveMinimum": 0, "default": 2},
              "smoothing": {"description": "Part of the steps that a running median of the sizes is over.", "type": "number", "minimum": 0, "maximum": 1, "default": 0.1}
            }
          },
          "default": {}
        },
        "method": {"description": "How they are searched. {search}.", "words": "search", "default": "random"},
        "runs": {"description": "Training runs of all searches together, shared evenly.", "$ref": "#/$defs/runs", "default": 1000},
        "rescored": {"description": "The best schedules of each family that are trained again, on `check-seeds` others, to choose one.", "$ref": "#/$defs/count", "default": 5},
        "learnt": {
          "description": "Schedules of knots by name that are learnt, from the settings of `training`.",
          "type": "object",
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {
            "type": "object", "additionalProperties": false,
            "required": ["knots", "per"],
            "properties": {
              "knots": {"description": "Values in time, linear between them in the logarithm of the rate.", "$ref": "#/$defs/count"},
              "per": {"description": "What has a schedule of its own.", "enum": ["group", "layer", "all"]}
            }
          },
          "default": {}
        },
        "hypergradients": {"description": "How many each of those is learnt by.", "$ref": "#/$defs/runs", "default": 50},
        "step": {"description": "The first step of Adam by which they are learnt, in the logarithm of a rate; it falls along a cosine.", "type": "number", "exclusiveMinimum": 0, "default": 0.15},
        "check-seeds": {"description": "Runs by which the best point of learning, and of what is rescored, is chosen.", "$ref": "#/$defs/runs", "default": 4},
        "unseen-seeds": {"description": "Runs by which all are judged.", "$ref": "#/$defs/runs", "default": 5}
      }
    }
    """;
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of("norm", Catalogue.of(GradientSizes.Norm.class));
  }

  @Override
  public Class<?> type() {
    return ContestSettings.class;
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    ContestSettings contest = (ContestSettings) settings;
    contest
        .families()
        .forEach(
            (name, family) ->
                family.refusal().ifPresent(what -> complain.accept("families." + name, what)));
    if (contest.names().isEmpty()) {
      complain.accept(
          "", "has nobody in it; list families, and schedules that are refined or learnt");
    }
    Set<String> names = new HashSet<>(contest.families().keySet());
    contest.refined().keySet().stream()
        .filter(name -> !names.add(name))
        .forEach(name -> complain.accept("refined." + name, "is the name of a family too"));
    contest.learnt().keySet().stream()
        .filter(name -> !names.add(name))
        .forEach(
            name -> complain.accept("learnt." + name, "is the name of one that is searched too"));
    if (contest.runsOfAFamily() < 1) {
      complain.accept("runs", "must be at least 1 for each family, got " + contest.runs());
    }
  }

  private static ContestSettings settings(ExperimentConfig config) {
    return config.own(WORD, ContestSettings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    ContestSettings settings = settings(config);
    return Map.of(
        UNSEEN,
        config.seeds(UNSEEN, settings.unseenSeeds()),
        Candidates.RESCORED,
        config.seeds(Candidates.RESCORED, settings.checkSeeds()),
        Candidates.REFINED,
        config.seeds(Candidates.REFINED, 1));
  }

  @Override
  public void check(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    int steps = config.training().steps();
    ContestSettings settings = settings(config);
    Prepared.of(settings.method(), config.run(), line -> {});
    settings
        .learnt()
        .forEach(
            (name, knots) -> {
              if (knots.knots() > steps) {
                throw new DataException(
                    "contest.learnt.%s.knots must be at most training.steps (%d), got %d"
                        .formatted(name, steps, knots.knots()));
              }
            });
    FamilyConfig.requireEffects("contest.families", settings.families(), steps);
    if (new FamilyConfig(config.startingArm().schedule(), List.of()).refusal().isPresent()) {
      throw new DataException(
          "contest: the schedule that it starts from moves the momentum, which every entry would"
              + " have; remove its low-momentum");
    }
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    ContestSettings settings = settings(context.config());
    Candidates candidates = new Candidates(context, settings);
    List<Contestant> all = new ArrayList<>(candidates.searched());
    all.addAll(candidates.learnt());
    judge(context, settings, all);
  }

  private static void judge(RunContext context, ContestSettings settings, List<Contestant> all)
      throws InterruptedException {
    Scores want = Compared.want(context.problem());
    List<List<Double>> losses =
        context
            .runRows(
                "judge",
                unseen(context, settings, all, want),
                (row, outcome) ->
                    String.format(
                        Locale.ROOT, "%s %.4f", all.get(row).name(), loss(context, outcome)))
            .stream()
            .map(row -> row.stream().map(outcome -> loss(context, outcome)).toList())
            .toList();
    Derivative byRates = new Derivative(context.strategy());
    List<List<Outcome<Derivative.Found>>> slopes =
        context.runRows(
            "hypergradients", unseen(context, settings, all, byRates), (row, outcome) -> "");
    int knots = Math.min(KNOTS, context.config().training().steps());
    List<Contest.Entry> entries =
        IntStream.range(0, all.size())
            .mapToObj(
                i ->
                    entry(
                        all.get(i),
                        losses.get(i),
                        Promise.ofLoss(all.get(i).settings(), slopes.get(i), knots)))
            .toList();
    context.update(results -> results.with(new Contest(entries)));
  }

  /** Returns runs of each of them on the unseen seeds. */
  private static <R> List<List<Trial<R>>> unseen(
      RunContext context, ContestSettings settings, List<Contestant> all, Want<R> want) {
    List<Long> seeds = context.config().seeds(UNSEEN, settings.unseenSeeds());
    return all.stream()
        .map(one -> Trial.onSeeds(context.problem(), one.settings(), seeds, want))
        .toList();
  }

  private static double loss(RunContext context, Outcome<Scores.Found> outcome) {
    return Compared.of(context.problem(), outcome).validation().loss();
  }

  private static Contest.Entry entry(Contestant one, List<Double> losses, double promise) {
    return new Contest.Entry(
        one.name(),
        one.words(),
        one.learnt(),
        one.runs(),
        meanRates(one.settings().coefficients()),
        losses,
        Double.isNaN(promise) ? null : promise);
  }

  /** The geometric mean over the groups, [step]. */
  private static List<Double> meanRates(CoefficientTable table) {
    return IntStream.range(0, table.steps())
        .mapToObj(step -> table.row(Coefficient.LEARNING_RATE, step))
        .map(row -> Math.exp(Arrays.stream(row).map(Math::log).average().orElse(Double.NaN)))
        .toList();
  }
}
