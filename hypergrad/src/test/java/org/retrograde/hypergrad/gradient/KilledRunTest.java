package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.device.Device;

/**
 * A process is killed at random during a hypergradient, and started again, until it is done. Where
 * it is killed depends on the machine; what it says in the end does not.
 */
final class KilledRunTest {

  private static final int MOST_STEPS = 7;
  private static final int MOST_BYTES = 200_000;
  private static final int MOST_NANOS = 2_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adamw"})
  void aFewKillsLoseNothing(String optimizer, @TempDir(factory = FastFolders.class) Path folder)
      throws IOException, InterruptedException {
    kill(optimizer, folder, 6);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adamw"})
  void aHundredKillsLoseNothing(String optimizer, @TempDir Path folder)
      throws IOException, InterruptedException {
    kill(optimizer, folder, 100);
  }

  private static void kill(String optimizer, Path folder, int times)
      throws IOException, InterruptedException {
    Random random = new Random(21);
    String expected = undisturbed(optimizer, folder);
    int kills = 0;
    int wholes = 0;
    while (kills < times || wholes == 0) {
      boolean ends = kills < times;
      boolean byItself = ends && kills % 2 == 0;
      long bytes = byItself ? 1 + random.nextInt(MOST_BYTES) : Long.MAX_VALUE;
      int steps = ends && !byItself ? 1 + random.nextInt(MOST_STEPS) : Integer.MAX_VALUE;
      Child child = new Child(optimizer, folder, bytes);
      String last = child.after(steps, random.nextInt(MOST_NANOS));
      if (last.startsWith("done")) {
        assertThat(last).isEqualTo(expected);
        wholes++;
      } else {
        kills++;
      }
    }
  }

  private static String undisturbed(String optimizer, Path folder) {
    try (Device device = KilledChild.device()) {
      TrainingRun run = KilledChild.run(device, optimizer, folder);
      return KilledChild.words(
          Strategy.REPLAY.differentiate(run.withOptions(run.options().withCheckpoints(null))));
    }
  }

  private static final class Child {

    private final Process process;

    Child(String optimizer, Path folder, long bytes) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "--add-modules=jdk.incubator.vector",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledChild.class.getName(),
                  optimizer,
                  folder.toString(),
                  String.valueOf(bytes))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    }

    /** Kills it some time after a step, unless it ends before; returns the last that it said. */
    String after(int steps, int nanos) throws IOException, InterruptedException {
      String last = "";
      try (BufferedReader said = process.inputReader()) {
        int read = 0;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          last = line;
          if (++read == steps) {
            killAfter(nanos);
          }
        }
      }
      int code = process.waitFor();
      assertThat(code == 0).isEqualTo(last.startsWith("done"));
      assertThat(code).isNotEqualTo(1);
      return last;
    }

    private void killAfter(int nanos) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
      process.toHandle().destroyForcibly(); // what it has said can still be read
    }
  }
}
