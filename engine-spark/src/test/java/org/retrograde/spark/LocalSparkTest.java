package org.retrograde.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.TrialEngines;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/** Spark in this process computes the bits of this process. */
final class LocalSparkTest {

  private static final int TRIALS = 4;

  @TempDir private Path folder = Path.of("");

  @Test
  void theEngineIsFoundByItsWord() {
    assertThat(TrialEngines.ALL.words()).contains("threads", "spool", "spark");
    ExperimentConfig config =
        ConfigReader.readBuiltin("smoke", List.of("run.engine={name: spark, master: 'local[2]'}"));
    assertThat(config.run().engine()).isEqualTo(new Spark("local[2]"));
  }

  @Test
  void bitsAreThoseOfThreads() throws InterruptedException {
    ExperimentConfig config = SparkFixture.config(20);
    List<String> wanted = SparkFixture.inThisProcess(config, TRIALS);
    assertThat(wanted).doesNotHaveDuplicates();
    List<Integer> seen = new ArrayList<>();
    List<String> said = new ArrayList<>();
    try (Device device = Devices.open("host", config.run().deviceSettings());
        TrialEngine spark = new Spark("local[2]").open(2, said::add)) {
      assertThat(
              SparkFixture.bits(
                  spark.run(
                      SparkFixture.trials(ProblemType.open(config, device), TRIALS),
                      (index, outcome) -> seen.add(index))))
          .isEqualTo(wanted);
    }
    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(said).singleElement().asString().startsWith("Spark 4.2.0 at local[2]");
  }

  /** Data go by the hash of their bytes, and are looked for where they were first. */
  @Test
  void dataThatChangeMeanwhileAreRefused() throws IOException, InterruptedException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, rows(2));
    ExperimentConfig config =
        ConfigReader.readText(
            "test",
            """
            name: rows
            data: {source: table, file: %s, train: 40, validation: 10, test: 10}
            model: {hidden: [4]}
            training: {steps: 5, batch: 10, learning-rate: 0.1}
            judge: {seeds: 1}
            """
                .formatted(file),
            List.of());
    try (Device device = Devices.open("host", config.run().deviceSettings());
        TrialEngine spark = new Spark("local[1]").open(1, line -> {})) {
      var trials = SparkFixture.trials(ProblemType.open(config, device), 1);
      assertThat(spark.run(trials).get(0).get().reversal().exact()).isTrue();
    }
    try (Device device = Devices.open("host", config.run().deviceSettings());
        TrialEngine spark = new Spark("local[1]").open(1, line -> {})) {
      var trials = SparkFixture.trials(ProblemType.open(config, device), 1);
      Files.writeString(file, rows(3));
      assertThatThrownBy(() -> spark.run(trials))
          .hasMessageContaining("are not those that the run was begun with");
    }
  }

  private static String rows(int classes) {
    StringBuilder rows = new StringBuilder("a,b,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 7).append(',').append(i % 5).append(',').append(i % classes).append('\n');
    }
    return rows.toString();
  }
}
