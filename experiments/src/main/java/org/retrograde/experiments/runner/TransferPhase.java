package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.TransferTraining;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
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
    Map<String, RunSettings> arms = arms();
    List<Callable<TransferRun>> tasks = new ArrayList<>();
    for (int width : widestFirst()) {
      for (long seed : Seeds.range(context.config().seed(), "transfer", 0, transfer.seeds())) {
        arms.forEach((arm, settings) -> tasks.add(() -> train(arm, settings, width, seed)));
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

  private Map<String, RunSettings> arms() {
    Map<String, RunSettings> settings = new LinkedHashMap<>();
    List<ArmDescription> descriptions = new ArrayList<>();
    for (String name : transfer.arms()) {
      ArmConfig arm = context.config().arms().get(name);
      if (arm == null) {
        throw new IllegalArgumentException("transfer: no arm is called '" + name + "'");
      }
      settings.put(name, Hyperparameters.settings(context.bench(), arm));
      descriptions.add(
          new ArmDescription(
              name,
              "%s schedule, learning rate %.4g, momentum %.4g"
                  .formatted(arm.schedule().keyword(), arm.learningRate(), arm.momentum()),
              arm.origin(),
              false));
    }
    if (tuned != null) {
      settings.put(TUNED, tuned);
      descriptions.add(
          new ArmDescription(
              TUNED,
              "tuned by exact hypergradients at width " + context.config().model().width(),
              "this run",
              true));
    }
    context.update(results -> results.withArms(descriptions));
    return settings;
  }

  private TransferRun train(String arm, RunSettings settings, int width, long seed) {
    TransferTraining.Outcome outcome =
        TransferTraining.train(context.bench(), settings, width, seed);
    return new TransferRun(
        arm,
        width,
        seed,
        outcome.trainingLoss(),
        outcome.validation().loss(),
        outcome.test().loss(),
        outcome.validation().error(),
        outcome.test().error(),
        outcome.diverged());
  }

  private List<TransferRun> ordered(List<TransferRun> runs, Map<String, RunSettings> arms) {
    List<String> names = List.copyOf(arms.keySet());
    return runs.stream()
        .sorted(
            Comparator.comparingInt((TransferRun run) -> names.indexOf(run.arm()))
                .thenComparingInt(TransferRun::width)
                .thenComparingLong(TransferRun::seed))
        .toList();
  }
}
