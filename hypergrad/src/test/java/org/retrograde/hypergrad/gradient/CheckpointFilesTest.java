package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.WayBack;

/** What becomes of checkpoints that are torn, foreign, changed, or wanted by two. */
final class CheckpointFilesTest {

  private static final int STEPS = 60;
  private static final int SUM_BYTES = 32;
  private static final Optimizer OPTIMIZER = new AdamW();

  @TempDir(factory = FastFolders.class)
  private Path folder = Path.of("");

  private final Device device = Devices.open("host", Precision.FLOAT32, 1);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private TrainingRun run(long seed) {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(seed));
    RunSettings settings = RandomRuns.settings(7, STEPS, objective.groups(), OPTIMIZER);
    return new TrainingRun(device, objective, OPTIMIZER, settings)
        .withOptions(
            TrainingOptions.DEFAULT
                .withSpill(0, folder)
                .withCheckpoints(new Checkpoints(folder, Duration.ZERO, "a test")));
  }

  private TrainingRun run() {
    return run(7);
  }

  private static List<Object> undisturbed(TrainingRun run) {
    return CheckpointsTest.bits(
        Strategy.REPLAY.differentiate(run.withOptions(run.options().withCheckpoints(null))));
  }

  private static List<Object> bits(TrainingRun run, Keeper keeper) {
    return CheckpointsTest.bits(Strategy.REPLAY.differentiate(run, keeper));
  }

  private static Keeper keeper(TrainingRun run, UnaryOperator<OutputStream> through) {
    return run.keeper(Strategy.REPLAY.word(), through);
  }

  /** Does some steps of a run, whose process then ends. */
  private static void begin(TrainingRun run, int steps) {
    try (Keeper keeper =
        new Interrupting(keeper(run, UnaryOperator.identity()), steps, new AtomicInteger())) {
      assertThatExceptionOfType(Interrupting.Interrupted.class)
          .isThrownBy(() -> Strategy.REPLAY.differentiate(run, keeper));
    }
  }

  /** Does what is left of a run; returns its bits, after how many steps. */
  private static List<Object> end(TrainingRun run, AtomicInteger steps) {
    try (Keeper keeper =
        new Interrupting(keeper(run, UnaryOperator.identity()), Integer.MAX_VALUE, steps)) {
      return bits(run, keeper);
    }
  }

  private Path only(String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, STEPS, STEPS + 1, STEPS + 23, 2 * STEPS - 1})
  void aTornCheckpointIsNotUsed(int steps) throws IOException {
    TrainingRun run = run();
    List<Object> whole = undisturbed(run);
    begin(run, steps);
    byte[] state = Files.readAllBytes(only(".state"));
    for (int length : new int[] {0, 1, SUM_BYTES, state.length / 2, state.length - 1}) {
      Files.write(only(".state"), Arrays.copyOf(state, length));
      AtomicInteger taken = new AtomicInteger();
      assertThat(end(run, taken)).isEqualTo(whole);
      assertThat(taken.get()).isEqualTo(2 * STEPS);
      begin(run, steps);
    }
    state[state.length / 2] ^= 1;
    Files.write(only(".state"), state);
    AtomicInteger taken = new AtomicInteger();
    assertThat(end(run, taken)).isEqualTo(whole);
    assertThat(taken.get()).isEqualTo(2 * STEPS);
  }

  @Test
  void aCheckpointIsUsed() {
    TrainingRun run = run();
    begin(run, STEPS + 23);
    AtomicInteger taken = new AtomicInteger();
    assertThat(end(run, taken)).isEqualTo(undisturbed(run));
    assertThat(taken.get()).isEqualTo(STEPS - 23);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wordsThatAreNotThereAreNotMadeUp() throws IOException {
    TrainingRun run = run();
    begin(run, STEPS);
    Path words = only(".words");
    byte[] spilled = Files.readAllBytes(words);
    assertThat(spilled).isNotEmpty();
    Files.write(words, Arrays.copyOf(spilled, spilled.length - 1));
    AtomicInteger taken = new AtomicInteger();
    assertThat(end(run, taken)).isEqualTo(undisturbed(run));
    assertThat(taken.get()).isEqualTo(2 * STEPS);
  }

  @Test
  void wordsThatAreOthersAreFoundOnTheWayBack() throws IOException {
    TrainingRun run = run();
    begin(run, STEPS);
    Path words = only(".words");
    byte[] spilled = Files.readAllBytes(words);
    spilled[spilled.length - 2] ^= 1;
    Files.write(words, spilled);
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> end(run, new AtomicInteger()))
        .withMessageContaining("the replay differs");
    assertThat(folder).isEmptyDirectory();
    assertThat(end(run, new AtomicInteger())).isEqualTo(undisturbed(run));
  }

  /** The control: what is compared elsewhere depends on what stands in a checkpoint. */
  @ParameterizedTest
  @ValueSource(ints = {STEPS / 2, STEPS + STEPS / 2})
  void theLastBitOfAnyLaneMatters(int steps) throws IOException {
    TrainingRun run = run();
    List<Object> whole = undisturbed(run);
    long[] lanes = lanesAfter(run, STEPS / 2); // where the way back is after so many steps, too
    begin(run, steps);
    Path file = only(".state");
    Map<Path, byte[]> all = contents();
    for (long lane : lanes) {
      for (Map.Entry<Path, byte[]> each : all.entrySet()) {
        Files.write(each.getKey(), each.getValue());
      }
      ByteBuffer state = ByteBuffer.wrap(Files.readAllBytes(file));
      state.putLong(placeOf(lane, state), lane ^ 1);
      Files.write(file, withSum(state.array()));
      assertThat(isSeen(run, whole)).isTrue();
    }
  }

  private static long[] lanesAfter(TrainingRun run, int steps) {
    Trajectory trajectory = run.start(run.preparedObjective(), WayBack.Undo.toTheStart());
    for (int step = 0; step < steps; step++) {
      trajectory.forward();
    }
    return trajectory.states().stream()
        .flatMap(state -> state.lanes().stream())
        .flatMapToLong(lanes -> LongStream.of(lanes.toArray()))
        .toArray();
  }

  private static int placeOf(long lane, ByteBuffer state) {
    int[] places =
        IntStream.rangeClosed(0, state.capacity() - Long.BYTES)
            .filter(at -> state.getLong(at) == lane)
            .toArray();
    assertThat(places).hasSize(1);
    return places[0];
  }

  private Map<Path, byte[]> contents() throws IOException {
    Map<Path, byte[]> all = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.put(file, Files.readAllBytes(file));
      }
    }
    return all;
  }

  private static boolean isSeen(TrainingRun run, List<Object> whole) {
    try {
      return !end(run, new AtomicInteger()).equals(whole);
    } catch (RuntimeException e) {
      return true;
    }
  }

  private static byte[] withSum(byte[] state) {
    int length = state.length - SUM_BYTES;
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(state, 0, length));
      return ByteBuffer.wrap(state).put(length, sum).array();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, STEPS, STEPS + 1, STEPS + 20})
  void anEndAtAnyByteOfAWriteLosesNoMoreThanAStep(int steps) throws IOException {
    TrainingRun run = run();
    List<Object> whole = undisturbed(run);
    begin(run, steps + 1);
    long length = Files.size(only(".state"));
    end(run, new AtomicInteger());
    for (long bytes = 0; bytes <= length; bytes += bytes < 3 || bytes > length - 3 ? 1 : 997) {
      begin(run, steps);
      AtomicLong left = new AtomicLong(bytes);
      try (Keeper keeper =
          keeper(run, file -> new EndingStream(file, left, CheckpointFilesTest::end))) {
        assertThatExceptionOfType(Interrupting.Interrupted.class)
            .isThrownBy(() -> Strategy.REPLAY.differentiate(run, keeper));
      }
      AtomicInteger taken = new AtomicInteger();
      assertThat(end(run, taken)).isEqualTo(whole);
      assertThat(taken.get()).isEqualTo(2 * STEPS - steps);
    }
  }

  private static void end() {
    throw new Interrupting.Interrupted();
  }

  @Test
  void aFolderThatIsFullEndsNoRun() {
    TrainingRun run = run();
    UnaryOperator<OutputStream> full =
        file ->
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no room");
              }
            };
    try (Keeper keeper = keeper(run, full)) {
      assertThat(bits(run, keeper)).isEqualTo(undisturbed(run));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whoeverComesSecondDoesWithout() {
    TrainingRun run = run();
    try (Keeper first = run.keeper(Strategy.REPLAY.word());
        Keeper second = run.keeper(Strategy.REPLAY.word());
        Keeper other = run.keeper("something else")) {
      assertThat(first).isInstanceOf(FileKeeper.class);
      assertThat(second).isInstanceOf(Keeper.None.class);
      assertThat(other).isInstanceOf(FileKeeper.class);
      assertThat(bits(run, second)).isEqualTo(undisturbed(run));
      assertThat(bits(run, first)).isEqualTo(undisturbed(run));
    }
    try (Keeper third = run.keeper(Strategy.REPLAY.word())) {
      assertThat(third).isInstanceOf(FileKeeper.class);
    }
  }

  @Test
  void otherRunsDoNotTakeItUp() {
    TrainingRun run = run();
    begin(run, STEPS);
    RunSettings moved = run.settings().copy();
    moved.coefficients().add(Coefficient.BETA1, STEPS - 1, 0, 0x1p-16);
    TrainingOptions options = run.options();
    Checkpoints elsewhere = new Checkpoints(folder, Duration.ZERO, "another");
    List<TrainingRun> others =
        List.of(
            run.withSettings(moved),
            run.withOptions(options.withClip(1)),
            run.withOptions(options.withLastSteps(STEPS - 1)),
            run.withOptions(options.withCheckpoints(elsewhere)));
    for (TrainingRun other : others) {
      AtomicInteger taken = new AtomicInteger();
      assertThat(end(other, taken)).isEqualTo(undisturbed(other));
      assertThat(taken.get()).isEqualTo(STEPS + Math.min(STEPS, other.options().lastSteps()));
    }
    AtomicInteger taken = new AtomicInteger();
    assertThat(end(run, taken)).isEqualTo(undisturbed(run));
    assertThat(taken.get()).isEqualTo(STEPS);
  }

  /** Whoever gives two problems one identity is not answered with the other's bits. */
  @Test
  void aProblemWithAnotherFirstLossDoesNotTakeItUp() {
    begin(run(7), STEPS);
    TrainingRun other = run(8);
    AtomicInteger taken = new AtomicInteger();
    assertThat(end(other, taken)).isEqualTo(undisturbed(other));
    assertThat(taken.get()).isEqualTo(2 * STEPS);
  }

  @Test
  void aRunThatDivergesLeavesNothing() {
    TrainingRun run = run();
    RunSettings wild = run.settings().copy();
    wild.coefficients().fill(Coefficient.WEIGHT_DECAY, 0).fill(Coefficient.LEARNING_RATE, 600);
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> Strategy.REPLAY.differentiate(run.withSettings(wild)));
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> run.withSettings(wild).train());
    assertThat(folder).isEmptyDirectory();
  }
}
