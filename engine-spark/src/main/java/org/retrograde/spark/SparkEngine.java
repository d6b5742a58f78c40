package org.retrograde.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.remote.TextEngine;
import org.retrograde.experiments.remote.TrialResult;
import org.retrograde.experiments.remote.TrialSpec;
import org.retrograde.experiments.remote.TrialTextException;

/**
 * Runs each trial as a job of one task, so that results come as they are done, and a lost executor
 * costs the trials that it was at. Nothing is reduced on the cluster: sums of floating-point
 * numbers would depend on the order in which tasks end.
 */
final class SparkEngine implements TextEngine {

  private static final long PAUSE_MILLIS = 20;

  private final String master;
  private final int atOnce;
  private final Consumer<String> says;
  private @Nullable JavaSparkContext context;
  private @Nullable SentData data;

  SparkEngine(String master, int atOnce, Consumer<String> says) {
    this.master = master;
    this.atOnce = atOnce;
    this.says = says;
  }

  @Override
  public void run(List<TrialSpec> trials, Listener whenDone) throws InterruptedException {
    Map<Integer, JavaFutureAction<List<String>>> left = new HashMap<>();
    try {
      for (int i = 0; i < trials.size(); i++) {
        left.put(i, submit(trials.get(i)));
      }
      while (!left.isEmpty()) {
        for (int index : List.copyOf(left.keySet())) {
          JavaFutureAction<List<String>> job = left.get(index);
          if (job != null && job.isDone()) {
            left.remove(index);
            whenDone.done(index, TrialResult.read(result(job)), "the result of an executor");
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } finally {
      left.values().forEach(job -> job.cancel(true)); // those left over after a failure
    }
  }

  private JavaFutureAction<List<String>> submit(TrialSpec trial) {
    JavaSparkContext spark = context(trial);
    Map<String, String> files = sent(spark).of(trial);
    return spark
        .parallelize(new ArrayList<>(List.of(trial.withFiles(files).toText())), 1)
        .map(new TrialTask())
        .collectAsync();
  }

  private JavaSparkContext context(TrialSpec trial) {
    JavaSparkContext open = context;
    if (open == null) {
      open = new JavaSparkContext(Settings.of(master, atOnce, trial));
      context = open;
      says.accept(
          "Spark %s at %s, application %s"
              .formatted(open.version(), open.master(), open.sc().applicationId()));
    }
    return open;
  }

  private SentData sent(JavaSparkContext spark) {
    SentData sent = data;
    if (sent == null) {
      sent = new SentData(spark);
      data = sent;
    }
    return sent;
  }

  private static String result(JavaFutureAction<List<String>> job) throws InterruptedException {
    try {
      return job.get().get(0);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  /** What an executor threw comes as text. */
  private static RuntimeException failure(Throwable cause) {
    String refusal = TrialTextException.class.getName() + ": ";
    String words = String.valueOf(cause.getMessage());
    int from = words.indexOf(refusal);
    if (from >= 0) {
      return new TrialTextException(
          words.substring(from + refusal.length()).lines().findFirst().orElse(words));
    }
    return new IllegalStateException("a task of Spark failed: " + words, cause);
  }

  @Override
  public void close() {
    try {
      if (context != null) {
        context.close();
      }
    } finally {
      if (data != null) {
        data.close();
      }
      context = null;
      data = null;
    }
  }
}
