package org.retrograde.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.AdjointTrace;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.Arms;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reports.record.Checks;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.ClassJudgements;
import org.retrograde.reports.record.Contest;
import org.retrograde.reports.record.CriterionFigure.Range;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.GroupValue;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Importance;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.JudgedRun.Score;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LawNumbers;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reports.record.MeasuredCost;
import org.retrograde.reports.record.MemoryUse;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.MixingMatrix;
import org.retrograde.reports.record.Mixings;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.NumberJudgement;
import org.retrograde.reports.record.NumberJudgements;
import org.retrograde.reports.record.OptimizerNote;
import org.retrograde.reports.record.OptimizerNotes;
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.Penalties;
import org.retrograde.reports.record.PictureSet;
import org.retrograde.reports.record.Pictures;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.PlannedStrategy;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.PublishedTransfer;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateLaw;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.SearchVerdict;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.ShareEstimate;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;
import org.retrograde.reports.record.Sweeps;
import org.retrograde.reports.record.SweptRates;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;
import org.retrograde.reports.record.TrajectoryMap;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reports.record.VarianceShare;

/** Made-up records in the likeness of the quickstart: plausible figures, the same at every call. */
public final class SampleRecords {

  private static final List<GroupPlace> PLACES =
      List.of(
          new GroupPlace("W1", 0, true),
          new GroupPlace("b1", 0, false),
          new GroupPlace("W2", 1, true),
          new GroupPlace("b2", 1, false),
          new GroupPlace("W3", 2, true),
          new GroupPlace("b3", 2, false));
  private static final List<String> GROUPS = PLACES.stream().map(GroupPlace::name).toList();
  private static final int STEPS = 100;
  private static final int ITERATIONS = 40;
  private static final int SEEDS_PER_ITERATION = 4;
  private static final int TRANSFER_SEEDS = 10;
  private static final Map<Integer, Double> FLAT_LOSS = flatLoss();
  private static final Map<String, Double> ARM_FACTOR = armFactor();

  private SampleRecords() {}

  /** A complete quickstart. */
  public static RunRecord quickstart() {
    Results results =
        Results.empty()
            .with(new Schedules(schedules()))
            .with(new InitScales(initScales()))
            .with(
                new Penalties(
                    List.of(
                        new GroupValue("L2 penalty", "W1", 1e-4, 3.1e-5),
                        new GroupValue("L2 penalty", "W2", 1e-4, 4.4e-4))))
            .with(new Importances(importances()))
            .with(new Transfer(transfer()))
            .with(new Arms(arms()))
            .with(memory())
            .with(reversal())
            .with(plan())
            .with(new AdjointTraces(adjointTraces()))
            .with(new OptimizerNotes(optimizerNotes()))
            .with(new Searches(searches()))
            .with(new Judged(judged()))
            .with(new Pictures(pictures()))
            .with(new MeanDerivatives(meanDerivatives()))
            .with(landscape())
            .with(new Published(published()))
            .with(new Checks(checks()))
            .with(
                new Notes(
                    List.of(
                        "Test figures were computed once, after every choice had been made.",
                        "Standard parametrization transfers as well on this problem.")));
    return new RunRecord(
        manifest(RunStatus.DONE, null),
        iterations(),
        results,
        "experiment: quickstart\nnetwork:\n  widths: [64, 64]\n  parametrization: mup\n",
        "{\n  \"schema\" : \"retrograde-recipe-1\",\n  \"steps\" : 100\n}\n");
  }

  /** The grid searches of three baselines, one of them with its optimum on the edge. */
  public static RunRecord baselines() {
    List<GridPoint> grid =
        Stream.of(
                grid("flat", 2.0, 0.8, 0.233),
                grid("linear decay", 2.83, 0.7, 0.219),
                grid("one-cycle", 16.0, 0.7, 0.206))
            .flatMap(List::stream)
            .toList();
    return new RunRecord(
        manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new Grid(grid)).with(new Arms(arms())).with(sweeps()),
        "experiment: quickstart-baselines\n",
        null);
  }

  /**
   * Two sweeps: the best rate of the first is the same at both widths, that of the second moves, at
   * a regret of a half, and a rate diverged.
   */
  public static Sweeps sweeps() {
    PublishedTransfer published =
        new PublishedTransfer(true, "A. Nonymous (2026)", "at all widths");
    return new Sweeps(
        List.of(
            new SweptRates("stays", "", "training loss", 32, published, rates(1, 0)),
            new SweptRates(
                "moves", "One that moves", "training loss", 32, published, rates(2, 0.5))));
  }

  private static RateTransfer rates(double wideBest, double regret) {
    return new RateTransfer(
        "muP", 0.5, List.of(), List.of(curve(32, 1, 0), curve(64, wideBest, regret)));
  }

  private static RateCurve curve(int width, double bestRate, double regret) {
    List<RateCurve.Point> points =
        List.of(
            new RateCurve.Point(1, 0.5 + regret, List.of(0.5 + regret)),
            new RateCurve.Point(2, 0.5, List.of(0.5)),
            new RateCurve.Point(4, Double.POSITIVE_INFINITY, List.of(Double.POSITIVE_INFINITY)));
    double loss = 32.0 / width;
    return new RateCurve(
        width, points, bestRate, loss, bestRate, true, loss * (1 + regret), regret);
  }

  /** A run that was interrupted before it found anything. */
  public static RunRecord interrupted() {
    Manifest manifest =
        manifest(
            RunStatus.INTERRUPTED,
            "interrupted by the user after iteration 7; run again to continue");
    return new RunRecord(manifest, iterations().subList(0, 8), Results.empty(), null, null);
  }

  /** A manifest with this status. */
  public static Manifest manifest(RunStatus status, @Nullable String message) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("retrograde", "0.1.0");
    versions.put("jdk", "17.0.15+6 (Debian)");
    versions.put("openblas", "0.3.31 SkylakeX");
    return new Manifest(
        Manifest.SCHEMA,
        "quickstart",
        "Tune a 64-wide network, train a 512-wide one",
        "Per-layer learning-rate and momentum schedules and init scales for MNIST, tuned in 40"
            + " iterations on a network of width 64 and applied untouched to widths up to 512.",
        status,
        message,
        "2026-01-05T09:30:00Z",
        512.4,
        List.of("./retrograde", "run", "quickstart", "--threads", "1"),
        versions,
        Map.of("cpu", "Intel Xeon Platinum 8370C, 2 cores", "memory", "24 GiB"),
        Map.of("device", "host", "threads", "1"),
        Map.of("train", List.of(1L, 2L, 3L, 4L), "check", List.of(101L, 102L)),
        Map.of("mnist", "9f1c6a20b7d3e845"),
        PLACES,
        "c0ffee1234567890");
  }

  /** Forty iterations that fall from .238 to about .196. */
  public static List<MetaIteration> iterations() {
    Random random = new Random(1);
    List<MetaIteration> iterations = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ITERATIONS; i++) {
      double level = 0.196 + 0.042 * Math.exp(-i / 9.0);
      List<Double> seeds =
          random.doubles(SEEDS_PER_ITERATION).mapToObj(u -> level + 0.02 * (u - 0.5)).toList();
      double mean = seeds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double check = level + 0.004 + 0.003 * (random.nextDouble() - 0.5);
      boolean better = check < best;
      best = Math.min(best, check);
      double norm = 0.02 * Math.exp(1.2 * random.nextGaussian());
      double stepSize = 0.05 * (1 + Math.cos(Math.PI * i / ITERATIONS));
      iterations.add(
          new MetaIteration(
              i, mean, seeds, norm, norm > 0.06 ? 2 : 0, stepSize, check, better, 11.5));
    }
    return iterations;
  }

  /** Two hyperparameters of six groups over a hundred steps. */
  public static List<ScheduleCurve> schedules() {
    List<ScheduleCurve> curves = new ArrayList<>();
    for (int g = 0; g < GROUPS.size(); g++) {
      double size = 2.0 * Math.exp(0.25 * Math.sin(2.1 * g + 1));
      double rise = 0.05 + 0.03 * g;
      curves.add(
          new ScheduleCurve(
              "learning rate",
              GROUPS.get(g),
              curve(t -> 2.0),
              curve(t -> size * (0.4 + 1.6 * Math.min(1, t / rise)) * (1 - 0.93 * t * t))));
    }
    for (int g = 0; g < GROUPS.size(); g++) {
      double dip = 0.06 * Math.cos(1.7 * g);
      curves.add(
          new ScheduleCurve(
              "momentum",
              GROUPS.get(g),
              curve(t -> 0.8),
              curve(t -> 0.8 + dip * Math.sin(3 * t) + 0.1 * t * t)));
    }
    return curves;
  }

  /** Derivatives with respect to nine schedules and scales on four seeds; most of them noise. */
  public static List<Importance> importances() {
    Random random = new Random(3);
    List<Importance> importances = new ArrayList<>();
    importances.add(importance("momentum", "all", random));
    GROUPS.forEach(group -> importances.add(importance("learning rate", group, random)));
    importances.add(importance("init scale", "W1", random));
    importances.add(
        Importance.of(
            "init scale",
            "W2",
            List.of(-0.02, -0.021, -0.019, -0.02),
            List.of(-0.004, -0.0041, -0.0039, -0.004)));
    return importances;
  }

  private static Importance importance(String hyperparameter, String group, Random random) {
    double size = 0.03 * Math.exp(1.3 * random.nextGaussian());
    return Importance.of(
        hyperparameter,
        group,
        seeds(random, size, 0.1 * size),
        seeds(random, 0.002 * size, 0.1 * size));
  }

  private static List<Double> seeds(Random random, double mean, double spread) {
    return Stream.generate(() -> mean + spread * random.nextGaussian()).limit(4).toList();
  }

  /** Four arms at four widths with ten seeds; one run of one-cycle diverged. */
  public static List<TransferRun> transfer() {
    Random random = new Random(2);
    List<TransferRun> runs = new ArrayList<>();
    FLAT_LOSS.forEach(
        (width, flat) -> {
          for (long seed = 0; seed < TRANSFER_SEEDS; seed++) {
            double shared = flat * (1 + 0.025 * random.nextGaussian());
            addArms(runs, random, new TrainedRun(width, seed, shared));
          }
        });
    return runs;
  }

  private static void addArms(List<TransferRun> runs, Random random, TrainedRun run) {
    ARM_FACTOR.forEach(
        (arm, factor) -> {
          double loss = run.loss() * factor * (1 + 0.02 * random.nextGaussian());
          boolean diverged = arm.equals("one-cycle") && run.width() == 512 && run.seed() == 3;
          runs.add(
              diverged
                  ? lost(arm, run.width(), run.seed())
                  : trained(arm, run.width(), run.seed(), loss));
        });
  }

  private record TrainedRun(int width, long seed, double loss) {}

  /** The arms of the quickstart. */
  public static List<ArmDescription> arms() {
    String origin = "best of quickstart-baselines: rate %s, momentum %s";
    return List.of(
        new ArmDescription("flat", "constant learning rate", origin.formatted("2.0", "0.8"), false),
        new ArmDescription("linear decay", "falls to zero", origin.formatted("2.83", "0.7"), false),
        new ArmDescription(
            "one-cycle", "rises, then falls to zero", origin.formatted("4.0", "0.7"), false),
        new ArmDescription(
            "tuned", "per-layer schedules", "40 iterations at width 64, from flat", true));
  }

  /** The memory of a hundred steps. */
  public static MemoryUse memory() {
    return new MemoryUse(55_050, STEPS, 0.158, 0.802, 0.1520, 128, 108_700, 551_876, 88_080_000);
  }

  /** An exact reversal with its control. */
  public static ReversalProof reversal() {
    return new ReversalProof(
        true,
        STEPS,
        "5b1fd0a2c3344e91",
        "c0ffee1234567890",
        "5b1fd0a2c3344e91",
        STEPS,
        "One training run of width 64 was replayed backward from its last state.",
        2.4e-3);
  }

  /** Four ways back under a budget of 50 MB; the chosen one was measured. */
  public static Plan plan() {
    return new Plan(
        STEPS,
        55_050,
        50_000_000L,
        List.of(
            new PlannedStrategy("replay", 400, 2.41, 2_753_000, true, null),
            new PlannedStrategy("stored", 300, 1.83, 88_080_000, false, null),
            new PlannedStrategy("checkpoints", 390, 2.36, 17_616_000, true, null),
            new PlannedStrategy("recursive", 668, 4.05, 6_166_000, true, null)),
        "replay",
        new MeasuredCost(2.68, 2_801_000));
  }

  /** |d_x| that grows toward the first steps at the start, and falls when tuned. */
  public static List<AdjointTrace> adjointTraces() {
    return List.of(
        trace("at the start", t -> 0.02 * Math.pow(10, 2.2 * (1 - t) + 0.1 * Math.sin(40 * t))),
        trace("tuned", t -> 0.01 * Math.pow(10, 0.05 * Math.cos(25 * t) - 0.6 * (1 - t))));
  }

  /** A percentage and a count. */
  public static List<OptimizerNote> optimizerNotes() {
    return List.of(
        new OptimizerNote(
            "lanes under the floor of s, %", 0.4, "Their step is divided by the floor instead."),
        new OptimizerNote(
            "steps whose gradient was clipped, of 100", 12, "Mostly among the first 20 steps."));
  }

  /** Tuning by hypergradients, and two searches that never come as far. */
  public static List<SearchCurve> searches() {
    return List.of(
        new SearchCurve(
            "hypergradients",
            1608,
            4.0,
            List.of(
                new SearchPoint(6, 1.2, 0.6, 0.62),
                new SearchPoint(100, 19, 0.33, 0.34),
                new SearchPoint(400, 77, 0.24, 0.25)),
            660,
            125,
            Map.of(),
            new SearchVerdict(List.of(0.24, 0.26), List.of(0.23, 0.25), List.of(0.07, 0.08))),
        new SearchCurve(
            "random",
            3,
            null,
            List.of(
                new SearchPoint(1, 0.2, 0.61, 0.62),
                new SearchPoint(40, 8, 0.35, null),
                new SearchPoint(90, 18, 0.31, 0.33)),
            660,
            131,
            Map.of("learning rate", 2.43),
            new SearchVerdict(List.of(0.32, 0.34), List.of(0.31, 0.33), List.of(0.09, 0.1))),
        new SearchCurve(
            "bobyqa",
            3,
            null,
            List.of(new SearchPoint(1, 0.2, 0.61, 0.62)),
            660,
            128,
            Map.of("learning rate", 0.37),
            new SearchVerdict(
                List.of(0.62, Double.POSITIVE_INFINITY),
                List.of(0.6, Double.POSITIVE_INFINITY),
                List.of(0.2, 1.0))));
  }

  /** Three steps of a problem whose best schedule is known. */
  public static Optimum optimum() {
    return new Optimum(
        0.02,
        List.of(0.05, 0.03, 0.01),
        List.of(
            new Optimum.Beside("constant", "flat", 0.03, List.of(0.02, 0.02, 0.02)),
            new Optimum.Beside("cosine", "cosine", 0.0205, List.of(0.05, 0.0375, 0.0125))),
        new Optimum.Agreement(30, 1, List.of(-0.2, -0.1, 0.3), List.of(-0.21, -0.12, 0.25), 0.992));
  }

  /** A family that was searched, and knots that were learnt. */
  public static Contest contest() {
    return new Contest(
        List.of(
            new Contest.Entry(
                "cosine",
                "cosine: learning rate 0.1",
                false,
                130,
                List.of(0.1, 0.05, 0.01),
                List.of(1.0, 1.1, 0.9),
                0.012),
            new Contest.Entry(
                "constant",
                "flat: learning rate 0.03",
                false,
                130,
                List.of(0.03, 0.03, 0.03),
                List.of(1.5, 1.6, 1.4),
                null),
            new Contest.Entry(
                "knots",
                "8 knots per all, 50 hypergradients",
                true,
                244,
                List.of(0.12, 0.06, 0.02),
                List.of(0.9, 0.98, 0.82),
                0.0004)));
  }

  /** Two cells and one law. */
  public static RateLaw rateLaw() {
    return new RateLaw(
        "wsd",
        -0.485,
        0.995,
        0.99998,
        List.of(new RateLaw.Law("one run", 0.135, -0.394, 0.9, 0.92)),
        List.of(
            new RateLaw.Cell(1, 1000, 0.02, 0.03, List.of(0.88)),
            new RateLaw.Cell(2, 1000, 0.04, 0.05, List.of(0.92))));
  }

  /** A law fitted to a curve, which holds of one more and fails of another. */
  public static LossLaws lossLaws() {
    return new LossLaws(
        0.5,
        new LawNumbers("multi-power", List.of("L0"), List.of(0.6), List.of(), 0.001, 0.003, 60),
        List.of(
            lawCurve("constant", true, 0.8, 0.81),
            lawCurve("linear", false, 0.7, 0.702),
            lawCurve("wsd", false, 0.7, 0.76)),
        List.of(
            new LossLaws.Gradient(
                "cosine", "cosine", List.of(0.3, 0.2), List.of(0.31, 0.18), 0.9987, 1),
            new LossLaws.Gradient(
                "wsd", "wsd", List.of(0.3, -0.2), List.of(0.31, 0.18), 0.4321, 0.5)),
        List.of(
            new LossLaws.AtPeak(LossLaws.OPTIMUM, "the best", 0.2, List.of(0.2, 0.1, 0.01)),
            new LossLaws.AtPeak(LossLaws.LAW_OPTIMUM, "the law's", 0.202, List.of(0.2, 0.1, 0.02)),
            new LossLaws.AtPeak("constant", "flat", 0.3, List.of(0.2, 0.2, 0.2))),
        List.of(
            new LossLaws.Ranking("other-families", "opt-laws-like", 120, 80, 0.96, 0.98, 0.97)));
  }

  private static LawCurve lawCurve(String name, boolean fitted, double last, double predicted) {
    return new LawCurve(
        name,
        fitted,
        List.of(0.2, 0.1, 0.05),
        List.of(1, 3),
        List.of(1.2, last),
        List.of(1.2, predicted),
        List.of(1.1, 0.98 * predicted),
        List.of(1.3, 1.02 * predicted),
        0.9987);
  }

  /** A study of two weights, and one of tasks that share weights, in one record. */
  public static RunRecord study() {
    TrajectoryMap map =
        new TrajectoryMap(
            "w1",
            "w2",
            new TrajectoryMap.Ground(-1, 1, -1, 1, 2, List.of(0.0, 1.0, 2.0, 3.0)),
            List.of(
                new TrajectoryMap.Trajectory("first", 2, List.of(0.0, 0.2), List.of(0.0, 0.5)),
                new TrajectoryMap.Trajectory("second", 0.5, List.of(0.0, 0.5), List.of(0.0, 1.0))));
    List<String> tasks = List.of("0, 1", "2, 3");
    Results results =
        Results.empty()
            .with(map)
            .with(optimum())
            .with(lossLaws())
            .with(contest())
            .with(rateLaw())
            .with(
                new Mixings(
                    List.of(
                        new MixingMatrix(
                            "layer 1",
                            tasks,
                            List.of(1.0, 0.0, 0.0, 1.0),
                            List.of(0.9, 0.3, -0.3, 1.1)))))
            .with(
                new Tasks(
                    List.of(
                        new TaskResult(
                            "separate", tasks.get(0), List.of(0.4, 0.5), List.of(0.1, 0.1)),
                        new TaskResult(
                            "separate", tasks.get(1), List.of(0.4, 0.5), List.of(0.3, 0.3)),
                        new TaskResult(
                            "learned", tasks.get(0), List.of(0.2, 0.2), List.of(0.1, 0.1)),
                        new TaskResult(
                            "learned", tasks.get(1), List.of(0.4, 0.4), List.of(0.1, 0.1)))));
    return new RunRecord(manifest(RunStatus.DONE, null), List.of(), results, null, null);
  }

  /** Two seeds before tuning, one of which diverged, and two after it. */
  public static List<JudgedRun> judged() {
    double lost = Double.POSITIVE_INFINITY;
    return List.of(
        new JudgedRun(
            "start", 7, new Score(0.5, 0.15), new Score(0.6, 0.17), new Score(0.58, 0.16)),
        new JudgedRun("start", 8, new Score(lost, 1), new Score(lost, 1), new Score(lost, 1)),
        new JudgedRun(
            "tuned", 7, new Score(0.12, 0.03), new Score(0.24, 0.07), new Score(0.25, 0.08)),
        new JudgedRun(
            "tuned", 8, new Score(0.14, 0.05), new Score(0.26, 0.09), new Score(0.27, 0.1)));
  }

  /** Two pictures of two by three on a logarithmic scale. */
  public static List<PictureSet> pictures() {
    return List.of(
        new PictureSet(
            "L2 penalties of W1",
            2,
            3,
            true,
            List.of(
                new PictureSet.Picture("class 0", List.of(0.01, 0.1, 1.0, 0.01, 0.1, 1.0)),
                new PictureSet.Picture("class 1", List.of(0.1, 0.1, 0.1, 1.0, 1.0, 1.0)))));
  }

  /** A smooth mean beside a noisy seed, for two groups. */
  public static List<MeanDerivative> meanDerivatives() {
    Random random = new Random(5);
    return Stream.of("W1", "b1")
        .map(
            group ->
                new MeanDerivative(
                    "log learning rate",
                    group,
                    50,
                    curve(t -> Math.sin(3 * t)),
                    curve(t -> 0.01),
                    curve(t -> Math.sin(3 * t) + random.nextGaussian())))
        .toList();
  }

  /** Smooth up to 1.5, spikes from there, and a run that diverged. */
  public static Landscape landscape() {
    Random random = new Random(6);
    List<Landscape.Point> points = new ArrayList<>();
    for (double rate = 0.5; rate < 2.4; rate += 0.1) {
      boolean smooth = rate < 1.5;
      points.add(
          new Landscape.Point(
              rate,
              smooth ? 1 / rate : 1 + random.nextDouble(),
              smooth ? -1 / rate : 1e6 * random.nextGaussian(),
              smooth ? 2 : 30));
    }
    points.add(new Landscape.Point(2.5, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN));
    return new Landscape(points, 1.5, "The first rate at which it differs.");
  }

  /** Two figures that agree, one of them in kind alone, and one that differs. */
  public static List<PublishedFigure> published() {
    String source = "Maclaurin et al. (2015), figure 3";
    return List.of(
        PublishedFigure.of("training loss, tuned", source, ".53 → .12", 0.12)
            .beside(0.131, Range.upTo(0.15)),
        PublishedFigure.of("where chaos begins", source, "1.48", 1.48)
            .beside(1.6, Range.around(1.48, 0.3)),
        PublishedFigure.of("test loss, tuned", source, "in a picture", Double.NaN)
            .beside(0.31, Range.upTo(0.3))
            .withSentence("Ours trains on other images."));
  }

  private static AdjointTrace trace(String name, DoubleUnaryOperator norm) {
    List<Integer> back = IntStream.range(0, STEPS).map(t -> STEPS - 1 - t).boxed().toList();
    List<Double> norms =
        back.stream().map(step -> norm.applyAsDouble(step / (STEPS - 1.0))).toList();
    return new AdjointTrace(name, back, norms);
  }

  private static List<CheckFigure> checks() {
    return List.of(
        new CheckFigure(
            "replay differs in bits", 0, 0, true, "Windows whose hash differs on the way back."),
        new CheckFigure(
            "central difference",
            3.2e-7,
            1e-5,
            true,
            "Relative error of the hypergradient in random directions."),
        new CheckFigure(
            "hypergradient norm",
            0.31,
            0.3,
            false,
            "Above the limit, training runs at the edge of stability."));
  }

  private static List<GroupValue> initScales() {
    return List.of(
        new GroupValue("init scale", "W1", 1.0, 1.31),
        new GroupValue("init scale", "W2", 1.0, 1.12),
        new GroupValue("init scale", "W3", 1.0, 0.58));
  }

  private static TransferRun trained(String arm, int width, long seed, double loss) {
    return new TransferRun(
        arm, width, seed, loss * 0.9, loss, loss * 1.02, loss * 0.29, loss * 0.3, false);
  }

  private static TransferRun lost(String arm, int width, long seed) {
    return new TransferRun(
        arm, width, seed, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, 0.9, 0.9, true);
  }

  private static List<GridPoint> grid(
      String arm, double bestRate, double bestMomentum, double least) {
    double[] rates =
        DoubleStream.iterate(0.25, rate -> rate < 17, rate -> rate * Math.sqrt(2)).toArray();
    double[] momenta = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95};
    List<GridPoint> points = new ArrayList<>();
    for (double rate : rates) {
      for (double momentum : momenta) {
        double x = Math.log(rate / bestRate);
        double y = 4 * (momentum - bestMomentum);
        double loss = least * Math.exp(0.28 * x * x + 0.9 * y * y + 0.5 * x * y);
        boolean diverged = x > 1.1 && y > 0.3;
        boolean winner = Math.abs(x) < 0.01 && y == 0;
        points.add(
            new GridPoint(
                arm, round(rate), momentum, diverged ? Double.NaN : loss, 0.03 * loss, winner));
      }
    }
    return points;
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static List<Double> curve(DoubleUnaryOperator value) {
    return IntStream.range(0, STEPS).mapToObj(t -> value.applyAsDouble(t / (STEPS - 1.0))).toList();
  }

  private static Map<Integer, Double> flatLoss() {
    Map<Integer, Double> losses = new LinkedHashMap<>();
    losses.put(64, 0.238);
    losses.put(128, 0.216);
    losses.put(256, 0.213);
    losses.put(512, 0.200);
    return losses;
  }

  private static Map<String, Double> armFactor() {
    Map<String, Double> factors = new LinkedHashMap<>();
    factors.put("flat", 1.0);
    factors.put("linear decay", 0.91);
    factors.put("one-cycle", 0.885);
    factors.put("tuned", 0.80);
    return factors;
  }

  /** A study with a heat map, of which a run diverged. */
  public static Study valley() {
    return new Study(
        "valley",
        "Tuning is worth 12 %",
        "Each optimizer before and after tuning.",
        new Study.Rows("Losses", List.of("optimizer", "loss"), List.of(List.of("adam", "0.1"))),
        List.of(),
        List.of(
            new Study.HeatMap(
                "What does it bring to leave an untuned optimizer?",
                "Rows before, columns after.",
                "improvement, %",
                List.of("momentum", "adam"),
                List.of("momentum tuned", "adam tuned"),
                List.of(List.of(12.5, Double.POSITIVE_INFINITY), List.of(-3.0, 250.0)))),
        Map.of("much", 1.0));
  }

  /** A run that has measured that. */
  public static RunRecord measured() {
    return new RunRecord(
        manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty()
            .with(new Studies(List.of(valley())))
            .with(headline())
            .with(baseline())
            .with(new ClassJudgements(List.of(classes("start", 8), classes("tuned", 16))))
            .with(new NumberJudgements(List.of(numbers("start", 2), numbers("tuned", 0.5))))
            .with(trainingCurves())
            .with(moduleShares()),
        null,
        null);
  }

  /** Two modules of two numbers each, with trials of random search. */
  public static ModuleShares moduleShares() {
    return new ModuleShares(
        List.of(
            share("learning rate of query", "query", List.of(0.1, 0.12), 0.06, List.of(0.2, 0.22)),
            share("init scale of query", "query", List.of(0.1, -0.1), 0, List.of(0.01, 0.03)),
            share("learning rate of readout", "readout", List.of(-0.4, -0.5), 0.9, List.of(0.7)),
            share("init scale of readout", "readout", List.of(0.1, 0.1), 0.04, List.of(0.1))),
        List.of(
            share("query", "query", List.of(), 0.06, List.of(0.21, 0.25)),
            share("readout", "readout", List.of(), 0.94, List.of(0.75, 0.79))),
        59,
        "");
  }

  private static VarianceShare share(
      String name, String module, List<Double> bySeed, double share, List<Double> fanova) {
    ShareEstimate start = new ShareEstimate(share, 0.1);
    ShareEstimate tuned = new ShareEstimate(1 - share, Double.NaN);
    return new VarianceShare(name, module, bySeed, bySeed, start, tuned, fanova);
  }

  /** Two arms on two seeds, groups on the first; a bias starts at zero, and a run diverges. */
  public static TrainingCurves trainingCurves() {
    return new TrainingCurves(
        List.of(
            curve("start", 7, 4, 0.3, true),
            curve("start", 8, 3, 0.32, false),
            curve("tuned", 7, 4, 0.6, true),
            curve("tuned", 8, 4, 0.55, false)));
  }

  private static TrainingCurve curve(
      String arm, long seed, int points, double rate, boolean groups) {
    List<Integer> steps = IntStream.range(0, points).mapToObj(i -> 10 * i).toList();
    List<Double> falling = steps.stream().map(step -> Math.exp(-rate * step / 10)).toList();
    List<Double> updates = new ArrayList<>(falling);
    updates.set(0, Double.POSITIVE_INFINITY);
    return new TrainingCurve(
        arm,
        32,
        seed,
        steps,
        falling,
        falling,
        groups
            ? List.of(
                new GroupCurve("W1", falling, falling), new GroupCurve("b1", falling, updates))
            : List.of());
  }

  /** An accuracy that tuning raised on both seeds. */
  public static Headline headline() {
    return new Headline(
        "accuracy",
        "accuracy",
        "test",
        180,
        true,
        true,
        List.of(0.5, 0.52),
        List.of(0.9, 0.925),
        List.of(0.7, 0.71),
        0.4);
  }

  /** A baseline whose best rate is its largest. */
  public static Baseline baseline() {
    return new Baseline(
        "AdamW",
        List.of(
            new Baseline.Rate(0.001, List.of(0.9)),
            new Baseline.Rate(0.01, List.of(0.5)),
            new Baseline.Rate(0.1, List.of(0.4))),
        0.1,
        new Baseline.Cost(3, 1.5),
        new Baseline.Cost(120, 60));
  }

  /** Two classes, of which one is always right and the other as often as this of 20 times. */
  public static ClassJudgement classes(String settings, long right) {
    return new ClassJudgement(
        settings,
        "test",
        List.of("cat", "dog"),
        List.of(List.of(20L, 0L), List.of(20 - right, right)),
        List.of(
            new ClassJudgement.Bin(0, Double.NaN, Double.NaN),
            new ClassJudgement.Bin(10, 0.7, 0.5),
            new ClassJudgement.Bin(30, 0.95, 0.9)),
        List.of((20 + right) / 40.0),
        List.of(0.8),
        List.of(0.09));
  }

  private static NumberJudgement numbers(String settings, double off) {
    return new NumberJudgement(
        settings,
        "test",
        List.of(0.9, 0.8),
        List.of(off, off),
        List.of(off, 2 * off),
        IntStream.range(0, 40)
            .mapToObj(i -> new NumberJudgement.Point(i, i + off * Math.sin(i)))
            .toList());
  }
}
