package org.retrograde.hypergrad.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What a hypergradient would cost with more parameters, and over more steps, than can be measured
 * in a minute.
 *
 * <p>Time: the {@linkplain Calibration parts} of a hypergradient are measured at a few sizes of the
 * same problem, the largest beyond what caches hold, in rounds, so that a slow moment falls on one
 * round; each part goes by a {@link Law} of the number of parameters, and is counted as the {@link
 * Planner} does. Every round, by itself and with either guess of what is beyond the largest size,
 * gives a figure of its own: the least and the most of them say how wide the uncertainty is.
 *
 * <p>Memory and files: arrays are summed, words and logs follow exactly from the ratios of the
 * decays, see {@link StateMemory}; only what the objective has besides, such as its activations,
 * was measured, and goes by a law.
 */
public final class ScaleModel {

  private final Clock clock;
  private final NavigableMap<Long, Size> sizes = new TreeMap<>();

  /** Makes one that has measured nothing yet. */
  public ScaleModel(Clock clock) {
    this.clock = clock;
  }

  /**
   * What was measured at one number of parameters.
   *
   * @param otherBytes what a hypergradient has besides what is counted
   * @param heldBytes of a step whose linearization is held; 0 if none can be
   * @param rounds one calibration a round
   */
  record Size(long otherBytes, long heldBytes, List<Calibration> rounds) {}

  /**
   * Measures at one size: memory the first time, times every time. All sizes are to be measured
   * equally often, in turns. The first time of all also lets the compiler see the code.
   *
   * @param device of the runs
   * @param runs makes a new run of that size, objective included, at each call
   * @return seconds that this will take when it is done again
   */
  public double measure(Device device, Supplier<TrainingRun> runs) {
    InUse before = InUse.of(device);
    TrainingRun run = Calibration.head(runs.get());
    long parameters = run.objective().groups().stream().mapToLong(ParameterGroup::size).sum();
    if (!sizes.containsKey(parameters)) {
      boolean isFirst = sizes.isEmpty();
      sizes.put(parameters, memory(run, before));
      if (isFirst) {
        Calibration.warm(runs, clock);
      }
    }
    long start = System.nanoTime();
    sizes.get(parameters).rounds().add(Calibration.once(runs, clock));
    return (System.nanoTime() - start) / 1e9;
  }

  private static Size memory(TrainingRun run, InUse before) {
    Strategy strategy = Planner.someStrategy(run);
    MemoryProbe probe = new MemoryProbe(run, before);
    strategy.differentiate(run, probe);
    probe.seeAfter();
    StateMemory counted = new StateMemory(run);
    long inMemory = counted.ofParameters() + counted.growing(strategy) - counted.inFiles(strategy);
    return new Size(
        Math.max(0, probe.peakInMemory() - inMemory),
        HeldSteps.of(run).bytesAStep(),
        new ArrayList<>());
  }

  /** Takes what was measured elsewhere. */
  void put(long parameters, Size size) {
    sizes.put(parameters, size);
  }

  /** Returns the largest number of parameters that was measured, beyond which this extrapolates. */
  public long largest() {
    return sizes.lastKey();
  }

  /**
   * Returns what a hypergradient would cost, under every strategy that applies.
   *
   * @param run whose steps, optimizer, settings and options count; its objective does not
   * @param groups that it would have
   */
  public List<ScaledCost> at(TrainingRun run, List<ParameterGroup> groups) {
    StateMemory memory = new StateMemory(run, groups, HeldSteps.NONE);
    long parameters = memory.parameters();
    long heldBytes = Math.round(law(Size::heldBytes).at(parameters));
    if (heldBytes > 0) {
      int back = memory.steps() - run.firstStep();
      int held = (int) Math.min(back, run.options().heldBytes() / heldBytes);
      memory = new StateMemory(run, groups, new HeldSteps(held, heldBytes));
    }
    long fixed = memory.ofParameters() + Math.round(law(Size::otherBytes).at(parameters));
    return costs(memory, fixed);
  }

  /** Times of the parts at one size: of the medians, and what each round says by itself. */
  private record Times(Calibration expected, List<Calibration> guesses) {}

  private List<ScaledCost> costs(StateMemory memory, long fixedBytes) {
    Times times =
        new Times(extrapolated(medians(), memory.parameters()), guesses(memory.parameters()));
    return Planner.strategies(memory.run().optimizer())
        .map(strategy -> cost(memory, strategy, times, fixedBytes))
        .toList();
  }

  private static ScaledCost cost(
      StateMemory memory, Strategy strategy, Times times, long fixedBytes) {
    Calibration expected = times.expected();
    StepCounts counts = StepCounts.of(memory, strategy);
    double seconds = counts.seconds(expected);
    double[] guessed = times.guesses().stream().mapToDouble(counts::seconds).toArray();
    double forward = memory.steps() * expected.step();
    long spilled = memory.spilled(strategy);
    long files = memory.inFiles(strategy);
    return new ScaledCost(
        strategy,
        counts.evaluations(),
        seconds,
        Arrays.stream(guessed).min().orElse(seconds),
        Arrays.stream(guessed).max().orElse(seconds),
        counts.ofSteps(expected) / memory.steps(),
        expected.start() + forward + expected.finish(),
        fixedBytes + memory.growing(strategy) - files,
        spilled,
        files + memory.settingsInFiles(),
        spilled / forward,
        memory.checkpoint(strategy));
  }

  /** Every round by itself, with either guess of what is beyond the largest size. */
  private List<Calibration> guesses(long parameters) {
    int rounds = sizes.values().stream().mapToInt(size -> size.rounds().size()).min().orElse(0);
    List<Calibration> guesses = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int number = round;
      Map<Long, Calibration> alone = new TreeMap<>();
      sizes.forEach((size, measured) -> alone.put(size, measured.rounds().get(number)));
      guesses.add(extrapolated(alone, parameters));
      guesses.add(Calibration.of(part -> law(alone, part).proportionalAt(parameters)));
    }
    return guesses;
  }

  private Map<Long, Calibration> medians() {
    Map<Long, Calibration> medians = new TreeMap<>();
    sizes.forEach((size, measured) -> medians.put(size, Calibration.median(measured.rounds())));
    return medians;
  }

  private static Calibration extrapolated(Map<Long, Calibration> measured, long parameters) {
    return Calibration.of(part -> law(measured, part).at(parameters));
  }

  private Law law(ToDoubleFunction<Size> cost) {
    return law(sizes, cost);
  }

  private static <E> Law law(Map<Long, E> measured, ToDoubleFunction<E> cost) {
    return new Law(
        measured.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> cost.applyAsDouble(entry.getValue()))));
  }
}
