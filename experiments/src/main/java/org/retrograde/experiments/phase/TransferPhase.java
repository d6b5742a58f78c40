package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.Arms;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reports.statistics.Digits;

/** Trains every arm at every width on seeds that nothing was chosen by. */
final class TransferPhase implements Phase {

  private static final String TUNED = "tuned";
  private static final String PURPOSE = "transfer";
  private static final int WRITTEN_EVERY = 20;

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.transfer() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(
        PURPOSE, config.seeds(PURPOSE, Objects.requireNonNull(config.transfer()).seeds()));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    TransferConfig transfer = Objects.requireNonNull(context.config().transfer());
    List<Arm> arms = arms(context, transfer);
    context.update(results -> results.with(new Arms(arms.stream().map(Arm::description).toList())));
    List<Arm> armOf = new ArrayList<>();
    List<Trial<Scores.Found>> trials = new ArrayList<>();
    for (int width : widestFirst(transfer)) {
      for (long seed : context.config().seeds(PURPOSE, transfer.seeds())) {
        for (Arm arm : arms) {
          armOf.add(arm);
          trials.add(
              new Trial<>(
                  arm.problem(), arm.settings(), width, seed, Compared.want(arm.problem())));
        }
      }
    }
    List<TransferRun> soFar = new ArrayList<>();
    context.run(
        PURPOSE,
        trials,
        (index, outcome) -> {
          TransferRun run = run(armOf.get(index), trials.get(index), outcome);
          soFar.add(run);
          if (soFar.size() % WRITTEN_EVERY == 0 || soFar.size() == trials.size()) {
            context.update(results -> results.with(new Transfer(ordered(soFar, arms))));
          }
          return "%s at width %d: %s"
              .formatted(run.arm(), run.width(), Digits.of(run.validationLoss()));
        });
  }

  /** The longest runs first, so that no core idles at the end. */
  private static List<Integer> widestFirst(TransferConfig transfer) {
    return transfer.widths().stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** Returns all arms under the experiment's parametrization, then all under each contrast. */
  private static List<Arm> arms(RunContext context, TransferConfig transfer) {
    List<Arm> arms = new ArrayList<>();
    transfer.arms().forEach(name -> arms.add(untuned(context, name)));
    RunSettings tuned = context.tuned();
    if (tuned != null) {
      String description = "tuned by exact hypergradients at width " + context.problem().width();
      arms.add(
          new Arm(
              new ArmDescription(TUNED, description, "this run", true), context.problem(), tuned));
    }
    List<Arm> own = List.copyOf(arms);
    for (Parametrization contrast : transfer.contrast()) {
      TrainingProblem problem = context.problem().under(contrast);
      own.forEach(arm -> arms.add(arm.under(contrast, problem)));
    }
    return arms;
  }

  private static Arm untuned(RunContext context, String name) {
    ArmConfig arm = context.config().arms().get(name);
    if (arm == null) {
      throw new IllegalArgumentException("transfer: no arm is called '" + name + "'");
    }
    String description =
        String.format(
            Locale.ROOT,
            "%s schedule, learning rate %.4g, momentum %.4g",
            ConfigWriter.inOneLine(arm.schedule()),
            arm.learningRate(),
            arm.momentum());
    return new Arm(
        new ArmDescription(name, description, arm.origin(), false),
        context.problem(),
        Hyperparameters.settings(context.problem(), arm));
  }

  /** Settings without width factors, and the problem whose parametrization adds them. */
  private record Arm(ArmDescription description, TrainingProblem problem, RunSettings settings) {
    String name() {
      return description.arm();
    }

    Arm under(Parametrization contrast, TrainingProblem other) {
      String label = contrast.label();
      return new Arm(
          new ArmDescription(
              name() + ", " + label,
              description.description() + ", under " + label,
              description.origin(),
              description.tuned()),
          other,
          settings);
    }
  }

  private static TransferRun run(
      Arm arm, Trial<Scores.Found> trial, Outcome<Scores.Found> outcome) {
    Compared judged = Compared.of(trial.problem(), outcome);
    return new TransferRun(
        arm.name(),
        trial.width(),
        trial.seed(),
        judged.trainingLoss(),
        judged.validation().loss(),
        judged.test().loss(),
        judged.validation().error(),
        judged.test().error(),
        judged.diverged());
  }

  private static List<TransferRun> ordered(List<TransferRun> runs, List<Arm> arms) {
    List<String> names = arms.stream().map(Arm::name).toList();
    return runs.stream()
        .sorted(
            Comparator.comparingInt((TransferRun run) -> names.indexOf(run.arm()))
                .thenComparingInt(TransferRun::width)
                .thenComparingLong(TransferRun::seed))
        .toList();
  }
}
