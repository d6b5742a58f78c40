package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.JudgeConfig;
import org.retrograde.experiments.suite.Judging;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.models.network.Evaluation;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;

/** Trains with the settings before and after tuning, on seeds that nothing was chosen by. */
final class JudgePhase {

  private final RunContext context;
  private final JudgeConfig judge;
  private final Judging judging;
  private final Map<String, RunSettings> settings = new LinkedHashMap<>();

  JudgePhase(
      RunContext context, JudgeConfig judge, RunSettings start, @Nullable RunSettings tuned) {
    this.context = context;
    this.judge = judge;
    this.judging = new Judging(context.bench());
    settings.put("start", start);
    if (tuned != null) {
      settings.put("tuned", tuned);
    }
  }

  void run() throws InterruptedException {
    List<Callable<JudgedRun>> tasks = new ArrayList<>();
    settings.forEach(
        (name, values) -> {
          for (long seed : Seeds.range(context.config().seed(), "unseen", 0, judge.seeds())) {
            tasks.add(() -> run(name, values, seed));
          }
        });
    context.progress().begin("judge", tasks.size());
    List<JudgedRun> runs =
        context
            .jobs()
            .run(
                tasks,
                run ->
                    context
                        .progress()
                        .step("%s %.4f".formatted(run.settings(), run.validation().loss())));
    context.progress().end();
    context.update(results -> results.with(new Judged(runs)));
  }

  private JudgedRun run(String name, RunSettings values, long seed) {
    Judging.Outcome outcome = judging.judge(values, seed);
    return new JudgedRun(
        name, seed, score(outcome.training()), score(outcome.validation()), score(outcome.test()));
  }

  private static JudgedRun.Score score(Evaluation evaluation) {
    return new JudgedRun.Score(evaluation.loss(), evaluation.error());
  }
}
