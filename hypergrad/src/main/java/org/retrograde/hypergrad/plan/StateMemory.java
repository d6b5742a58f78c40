package org.retrograde.hypergrad.plan;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.exact.HeadBound;
import org.retrograde.reversible.exact.LongStack;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.storage.DoubleStore;
import org.retrograde.reversible.trajectory.CheckpointTree;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The part of a hypergradient's memory that grows with the number of steps: spilled words, states
 * and linearizations, and the bookkeeping of each step. All of it is known exactly from the
 * coefficients but the few words of units of moments that grow with gradients: these are an
 * estimate, see {@link org.retrograde.reversible.optimizer.Optimizer#growthBits}.
 *
 * @param run whose steps, optimizer and options count; its objective does not
 * @param groups that it would have, as many as it has coefficients for
 * @param holds of how many steps {@link Strategy#KEPT} would hold the linearizations
 */
record StateMemory(TrainingRun run, List<ParameterGroup> groups, HeldSteps holds) {

  /** Weights, gradient, direction. */
  private static final int TENSORS = 3;

  /** Copies the list. */
  StateMemory {
    groups = List.copyOf(groups);
  }

  /** Makes that of a run as it is. */
  StateMemory(TrainingRun run) {
    this(run, run.objective().groups(), HeldSteps.of(run));
  }

  /** Returns the bytes of one whole state: position, moments and heads. */
  long stateBytes() {
    return groups.stream()
        .mapToLong(group -> (long) Long.BYTES * (2 + moments(group)) * group.size())
        .sum();
  }

  private int moments(ParameterGroup group) {
    return group.trainedBy(run.optimizer()).moments();
  }

  long parameters() {
    return groups.stream().mapToLong(ParameterGroup::size).sum();
  }

  /**
   * Returns the bytes that grow with the number of steps, where arrays are and in files: what is
   * kept to go back and, unless arrays are on a card, the bookkeeping.
   */
  long growing(Strategy strategy) {
    List<Walk> walks = walks(strategy);
    long arrays =
        strategy.undoes(run.optimizer()) ? Short.BYTES * words(walks) : keptBytes(strategy);
    HeldSteps held = held(strategy);
    arrays += held.steps() * held.bytesAStep();
    return run.device().hasOwnMemory() ? arrays : arrays + bookkeeping(walks);
  }

  /**
   * Returns the bytes of the arrays of every parameter that a hypergradient has whatever its
   * strategy and its steps: the state, its adjoint and u in doubles, the weights, their gradient
   * and the direction of the Hessian product in the device's precision, and derivatives by
   * penalties.
   */
  long ofParameters() {
    HeapRegions regions = HeapRegions.of(run.device());
    int precision = run.device().precision().bytes();
    long bytes = 0;
    for (ParameterGroup group : groups) {
      int vectors = 2 * (2 + moments(group)) + 1;
      bytes +=
          vectors * regions.taken(group.size(), Double.BYTES)
              + TENSORS * regions.taken(group.size(), precision);
    }
    return bytes;
  }

  /**
   * Returns the bytes of words and logs that go to a file: all words of a group where those of one
   * spill have no room in memory, and of the rest what has none.
   */
  long spilled(Strategy strategy) {
    List<Walk> walks = walks(strategy);
    long budget = run.options().spillBudgetBytes();
    long rest = logs(walks);
    long spilled = 0;
    for (int g = 0; g < walks.size(); g++) {
      long words = (long) Short.BYTES * groups.get(g).size();
      long bytes = words * walks.get(g).spills();
      if (words > budget) {
        spilled += bytes;
      } else {
        rest += bytes;
      }
    }
    return spilled + Math.max(0, rest - budget);
  }

  /** Returns the bytes of what {@link #growing} counts that are in files. */
  long inFiles(Strategy strategy) {
    return spilled(strategy) + (run.device().hasOwnMemory() ? 0 : longArrays());
  }

  /** Returns the bytes of numbers for each step that are in files, as long arrays are. */
  long longArrays() {
    long tables = run.optimizer().coefficients().size() + slotTables();
    long ofSteps = DoubleStore.bytesInFile(steps());
    long clips = Double.isInfinite(run.options().clip()) ? 0 : 1;
    return tables * DoubleStore.bytesInFile(slots())
        + (1 + clips) * ofSteps
        + DoubleStore.bytesInFile(steps() + 1L);
  }

  /** Returns the bytes in files of the run's own settings, which are there before it begins. */
  long settingsInFiles() {
    CoefficientTable coefficients = run.settings().coefficients();
    return coefficients.coefficients().size() * DoubleStore.bytesInFile(slots());
  }

  /** Returns the number of steps times groups: the length of the longest array of numbers. */
  private long slots() {
    return (long) steps() * groups.size();
  }

  /**
   * Returns the bytes of the largest checkpoint, on the way back: the state, its adjoint without u,
   * and what grows with the steps.
   */
  long checkpoint(Strategy strategy) {
    long adjoint = stateBytes() - Long.BYTES * parameters(); // as a state without heads
    return stateBytes() + adjoint + growingOfCheckpoint(strategy);
  }

  private long keptBytes(Strategy strategy) {
    return cost(strategy).states() * stateBytes();
  }

  /**
   * Returns the bytes of a checkpoint that grow with the number of steps: what is kept to go back,
   * but for the words and logs that are in the file of their own, and what there is for each step.
   */
  long growingOfCheckpoint(Strategy strategy) {
    List<Walk> walks = walks(strategy);
    long kept =
        strategy.undoes(run.optimizer())
            ? Math.min(run.options().spillBudgetBytes(), Short.BYTES * words(walks) + logs(walks))
            : keptBytes(strategy);
    int coefficients = run.optimizer().coefficients().size();
    return kept + ofSteps(run.settings().coefficients().groups() * (long) coefficients);
  }

  /** Returns the bytes of numbers that there are for each step. */
  private long ofSteps(long ofSlots) {
    long lossAndNorm = 2;
    long clip = Double.isInfinite(run.options().clip()) ? 0 : 1;
    long hashes = (long) steps() / run.options().hashEvery();
    return Double.BYTES * (steps() * (ofSlots + lossAndNorm + clip) + hashes);
  }

  /** Returns of how many steps the linearizations are held. */
  HeldSteps held(Strategy strategy) {
    return strategy.holds() ? holds : HeldSteps.NONE;
  }

  /** Returns the cost of walking the tree of checkpoints. */
  CheckpointTree.Cost cost(Strategy strategy) {
    int back = steps() - run.firstStep();
    return new CheckpointTree(strategy.arity(back)).cost(back);
  }

  int steps() {
    return run.settings().coefficients().steps();
  }

  /** Returns the number of words that all information buffers are expected to spill and keep. */
  long words() {
    return words(walks(Strategy.REPLAY));
  }

  private long words(List<Walk> walks) {
    long words = 0;
    for (int g = 0; g < walks.size(); g++) {
      words += walks.get(g).spills() * groups.get(g).size();
    }
    return words;
  }

  /** Walks through the decays of every group, if they are kept. */
  private List<Walk> walks(Strategy strategy) {
    int walked = strategy.undoes(run.optimizer()) ? groups.size() : 0;
    return IntStream.range(0, walked).mapToObj(this::walk).toList();
  }

  /** Walks through the decays of a group as its information buffer will. */
  private Walk walk(int group) {
    CoefficientTable coefficients = run.settings().coefficients();
    Optimizer optimizer = groups.get(group).trainedBy(run.optimizer());
    HeadBound bound = new HeadBound();
    long spills = 0;
    long decays = 0;
    Iterator<List<Ratio>> ratios = optimizer.decays(group, coefficients).iterator();
    for (int step = 0; step < steps(); step++) {
      for (Ratio ratio : ratios.next()) {
        int spilled = ratio.isOne() ? 0 : bound.grow(ratio);
        if (step >= run.firstStep() && !ratio.isOne()) {
          spills += spilled;
          decays++;
        }
      }
    }
    double growth = optimizer.growthBits(group, run.firstStep(), coefficients);
    return new Walk(spills + Math.round(growth / HeadBound.WORD_BITS), decays);
  }

  /** What a group's buffer keeps: spills of every lane, and logged decays. */
  private record Walk(long spills, long decays) {}

  /**
   * Derivatives and what rules work out of coefficients, losses, norms, clip factors, hashes, and
   * logs of decays and bounds that are kept.
   */
  private long bookkeeping(List<Walk> walks) {
    long ofSlots =
        run.settings().coefficients().groups()
            * (run.optimizer().coefficients().size() + slotTables());
    return ofSteps(ofSlots) + logs(walks);
  }

  private long slotTables() {
    return groups.stream()
        .map(group -> group.trainedBy(run.optimizer()))
        .distinct()
        .mapToLong(Optimizer::slotTables)
        .sum();
  }

  private long logs(List<Walk> walks) {
    long decays = walks.stream().mapToLong(walk -> LongStack.bytesOf(walk.decays())).sum();
    return walks.isEmpty() ? 0 : decays + bounds();
  }

  /** Bounds of the moments of all groups, for each step that is kept. */
  private long bounds() {
    long kept = (long) steps() - run.firstStep();
    return groups.stream()
        .filter(group -> group.trainedBy(run.optimizer()).followsGradients())
        .mapToLong(group -> LongStack.bytesOf(kept * moments(group)))
        .sum();
  }
}
