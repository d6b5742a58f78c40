package org.retrograde.spark;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.retrograde.experiments.remote.TrialSpec;

/** How Spark is asked to run trials so that executors compute the bits of this process. */
final class Settings {

  private static final String JAR = "retrograde.spark.jar";
  private static final String SUBMITTED_JAR = "retrograde-spark-submit.jar";

  private Settings() {}

  /**
   * Returns settings; those of {@code -Dspark.*} and of spark-submit go before.
   *
   * @param master empty for that of spark-submit, or this process with some threads
   * @param atOnce those threads
   * @param trial of those to be run
   */
  static SparkConf of(String master, int atOnce, TrialSpec trial) {
    SparkConf conf = new SparkConf();
    if (!master.isEmpty()) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[" + atOnce + "]");
    conf.setIfMissing("spark.app.name", "Retrograde");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Two of a trial would have the same bits, and cost twice.
    conf.set("spark.speculation", "false");
    String threads = trial.config().at("/run/threads").asText("1");
    conf.setIfMissing("spark.task.cpus", threads);
    conf.setIfMissing("spark.executor.cores", threads);
    conf.setExecutorEnv("OPENBLAS_NUM_THREADS", threads);
    conf.setExecutorEnv("OMP_NUM_THREADS", threads);
    // The kernels of this process, where an executor's processor has them; else trials are refused.
    trial
        .surroundings()
        .fact("BLAS kernel")
        .ifPresent(core -> conf.setExecutorEnv("OPENBLAS_CORETYPE", core));
    if (!conf.get("spark.master").matches("local(\\[.*])?")) {
      jar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar.toString()));
    }
    return conf;
  }

  /** Returns the jar that executors need: beside this one, or this one itself. */
  private static Optional<Path> jar() {
    String named = System.getProperty(JAR);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    try {
      Path here =
          Path.of(Settings.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(here.resolveSibling(SUBMITTED_JAR)).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
