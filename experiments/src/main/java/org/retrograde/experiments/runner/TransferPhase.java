package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.TransferTraining;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.TransferRun;

/** Trains every arm at every width on seeds that nothing was chosen by. */
final class TransferPhase {

  private static final String TUNED = "tuned";

  private final RunContext context;
  private final TransferConfig transfer;
  private final @Nullable RunSettings tuned;

  TransferPhase(RunContext context, TransferConfig transfer, @Nullable RunSettings tuned) {
    this.context = context;
    this.transfer = transfer;
    this.tuned = tuned;
  }

  void run() throws InterruptedException {
    List<Arm> arms = arms();
    context.update(results -> results.withArms(arms.stream().map(Arm::description).toList()));
    List<Callable<TransferRun>> tasks = new ArrayList<>();
    for (int width : widestFirst()) {
      for (long seed : Seeds.range(context.config().seed(), "transfer", 0, transfer.seeds())) {
        arms.forEach(arm -> tasks.add(() -> train(arm, width, seed)));
      }
    }
    context.progress().begin("transfer", tasks.size());
    List<TransferRun> soFar = new ArrayList<>();
    context
        .jobs()
        .run(
            tasks,
            run -> {
              soFar.add(run);
              context
                  .progress()
                  .step(
                      "%s at width %d: %.4f"
                          .formatted(run.arm(), run.width(), run.validationLoss()));
              if (soFar.size() % 20 == 0 || soFar.size() == tasks.size()) {
                context.update(results -> results.withTransfer(ordered(soFar, arms)));
              }
            });
    context.progress().end();
  }

  /** The longest runs first, so that no core idles at the end. */
  private List<Integer> widestFirst() {
    return transfer.widths().stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** Returns all arms under the experiment's parametrization, then all under each contrast. */
  private List<Arm> arms() {
    List<Arm> arms = new ArrayList<>();
    transfer.arms().forEach(name -> arms.add(untuned(name)));
    if (tuned != null) {
      String description =
          "tuned by exact hypergradients at width " + context.config().model().width();
      arms.add(
          new Arm(
              new ArmDescription(TUNED, description, "this run", true), context.bench(), tuned));
    }
    List<Arm> own = List.copyOf(arms);
    for (Parametrization contrast : transfer.contrast()) {
      Workbench bench = context.bench().under(contrast);
      own.forEach(arm -> arms.add(arm.under(contrast, bench)));
    }
    return arms;
  }

  private Arm untuned(String name) {
    ArmConfig arm = context.config().arms().get(name);
    if (arm == null) {
      throw new IllegalArgumentException("transfer: no arm is called '" + name + "'");
    }
    String description =
        "%s schedule, learning rate %.4g, momentum %.4g"
            .formatted(ConfigWriter.inOneLine(arm.schedule()), arm.learningRate(), arm.momentum());
    return new Arm(
        new ArmDescription(name, description, arm.origin(), false),
        context.bench(),
        Hyperparameters.settings(context.bench(), arm));
  }

  /** Settings without width factors, and the problem whose parametrization adds them. */
  private record Arm(ArmDescription description, Workbench bench, RunSettings settings) {

    String name() {
      return description.arm();
    }

    Arm under(Parametrization contrast, Workbench other) {
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

  private TransferRun train(Arm arm, int width, long seed) {
    TransferTraining.Outcome outcome =
        TransferTraining.train(arm.bench(), arm.settings(), width, seed);
    return new TransferRun(
        arm.name(),
        width,
        seed,
        outcome.trainingLoss(),
        outcome.validation().loss(),
        outcome.test().loss(),
        outcome.validation().error(),
        outcome.test().error(),
        outcome.diverged());
  }

  private List<TransferRun> ordered(List<TransferRun> runs, List<Arm> arms) {
    List<String> names = arms.stream().map(Arm::name).toList();
    return runs.stream()
        .sorted(
            Comparator.comparingInt((TransferRun run) -> names.indexOf(run.arm()))
                .thenComparingInt(TransferRun::width)
                .thenComparingLong(TransferRun::seed))
        .toList();
  }
}
