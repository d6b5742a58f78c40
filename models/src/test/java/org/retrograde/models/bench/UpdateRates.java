package org.retrograde.models.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.ReversibleRule;
import org.retrograde.reversible.optimizer.Slot;

/**
 * Bytes a second of exact updates, beside those of a copy of lanes on the device: near it, memory
 * is what they wait for. Parameters lie in groups of equal size, so that a step is long enough a
 * list to be launched by a plan.
 *
 * <p>The bytes of an update are the fewest that it could move, each array that it reads or writes
 * once, 8 a lane or double and 4 a float. So an update in more passes than needed shows a lower
 * rate. They are, a parameter:
 *
 * <table>
 *   <caption>Bytes a parameter</caption>
 *   <tr><th></th><th>momentum</th><th>AdamW</th></tr>
 *   <tr><td>step: state and heads both ways, gradient, weights</td><td>56</td><td>72</td></tr>
 *   <tr><td>position undone</td><td>28</td><td>52</td></tr>
 *   <tr><td>moments undone</td><td>36</td><td>52</td></tr>
 *   <tr><td>adjoint through the position</td><td>32</td><td>72</td></tr>
 *   <tr><td>adjoint through the moments</td><td>36</td><td>60</td></tr>
 * </table>
 *
 * @param device what is measured
 * @param parameters in all
 */
record UpdateRates(Device device, int parameters) {

  private static final int GROUPS = 8;
  private static final int STEPS = 16;

  /** First steps that do not count: launched call by call, planned, captured. */
  private static final int WARM = 4;

  private static final double GIGA = 1e9;
  private static final double GRADIENT_SIZE = 0.01;

  private enum Part {
    STEP("Step", 56, 72),
    UNDO_POSITION("UndoPosition", 28, 52),
    PULL_POSITION("AdjointPosition", 32, 72),
    UNDO_MOMENTS("UndoMoments", 36, 52),
    PULL_MOMENTS("AdjointMoments", 36, 60);

    private final String label;
    private final int momentumBytes;
    private final int adamWBytes;

    Part(String label, int momentumBytes, int adamWBytes) {
      this.label = label;
      this.momentumBytes = momentumBytes;
      this.adamWBytes = adamWBytes;
    }

    private int bytes(String optimizer) {
      return optimizer.equals("momentum") ? momentumBytes : adamWBytes;
    }
  }

  UpdateRates {
    if (parameters < GROUPS) {
      throw new IllegalArgumentException(
          "parameters must be >= %d, got %d".formatted(GROUPS, parameters));
    }
  }

  private int groupSize() {
    return parameters / GROUPS;
  }

  void measure(JsonLine line) {
    double copy = copyRate();
    line.put("kind", "rates").put("parameters", (long) GROUPS * groupSize());
    line.put("copyGBs", copy / GIGA);
    for (String optimizer : List.of("momentum", "adamw")) {
      System.gc();
      Map<Part, Double> seconds = new Updates(TimedNetwork.rule(optimizer)).seconds();
      seconds.forEach(
          (part, time) -> {
            double rate = part.bytes(optimizer) * (double) GROUPS * groupSize() / time;
            line.put(optimizer + part.label + "GBs", rate / GIGA)
                .put(optimizer + part.label + "OfCopy", rate / copy);
          });
    }
  }

  private double copyRate() {
    List<Lanes> from = new ArrayList<>();
    List<Lanes> to = new ArrayList<>();
    for (int g = 0; g < GROUPS; g++) {
      from.add(device.lanes(groupSize()));
      to.add(device.lanes(groupSize()));
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      double time =
          time(
              () -> {
                for (int g = 0; g < GROUPS; g++) {
                  to.get(g).assign(from.get(g));
                }
              });
      if (i >= WARM) {
        seconds.add(time);
      }
    }
    return 2.0 * Long.BYTES * GROUPS * groupSize() / Medians.of(seconds);
  }

  /** Seconds until the device has done it. */
  private double time(Runnable work) {
    device.settle();
    long start = System.nanoTime();
    work.run();
    device.settle();
    return (System.nanoTime() - start) / GIGA;
  }

  /** One optimizer's updates, forward and back. */
  private final class Updates {

    private final Optimizer optimizer;
    private final ReversibleRule rule;
    private final List<GroupState> states = new ArrayList<>();
    private final List<GroupAdjoint> adjoints = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final List<Tensor> weights = new ArrayList<>();
    private final Map<Part, List<Double>> seconds = new LinkedHashMap<>();

    Updates(Optimizer optimizer) {
      CoefficientTable table =
          new CoefficientTable(STEPS, GROUPS)
              .fill(Coefficient.LEARNING_RATE, 1e-3)
              .fill(Coefficient.MOMENTUM, 0.9)
              .fill(Coefficient.BETA1, 0.9)
              .fill(Coefficient.BETA2, 0.999)
              .fill(Coefficient.EPSILON, 1e-8)
              .fill(Coefficient.WEIGHT_DECAY, 0.1);
      this.optimizer = optimizer;
      this.rule = (ReversibleRule) optimizer.bind(device, table);
      RandomGenerator random = new Well19937c(1);
      double[] values = new double[groupSize()];
      Arrays.setAll(values, i -> GRADIENT_SIZE * (2 * random.nextDouble() - 1));
      CoefficientTable derivatives = new CoefficientTable(STEPS, GROUPS);
      SpillSpace space = SpillSpace.inMemory();
      for (int g = 0; g < GROUPS; g++) {
        GroupState state = optimizer.zeros(device, 1, groupSize());
        state.keep(space);
        states.add(state);
        GroupAdjoint adjoint =
            new GroupAdjoint(device, 1, groupSize(), optimizer.moments(), derivatives);
        adjoint.position().assign(values);
        adjoints.add(adjoint);
        Tensor gradient = device.tensor(1, groupSize());
        gradient.assign(values);
        gradients.add(gradient);
        weights.add(device.tensor(1, groupSize()));
      }
    }

    /** Returns the median of each part. */
    Map<Part, Double> seconds() {
      for (int t = 0; t < STEPS; t++) {
        Slots at = new Slots(t);
        at.time(
            Part.STEP,
            g -> {
              if (optimizer.followsGradients()) {
                rule.makeRoom(at.slot(g), states.get(g), gradients.get(g).maxAbs().value());
              }
              rule.step(at.slot(g), states.get(g), gradients.get(g), weights.get(g));
            });
      }
      for (int t = STEPS - 1; t >= 0; t--) {
        Slots at = new Slots(t);
        at.time(
            Part.UNDO_POSITION, g -> rule.undoPosition(at.slot(g), states.get(g), weights.get(g)));
        at.time(
            Part.PULL_POSITION,
            g ->
                rule.pullBackPosition(
                    at.slot(g), states.get(g), adjoints.get(g), gradients.get(g)));
        at.time(
            Part.UNDO_MOMENTS, g -> rule.undoMoments(at.slot(g), states.get(g), gradients.get(g)));
        at.time(
            Part.PULL_MOMENTS,
            g ->
                rule.pullBackMoments(at.slot(g), states.get(g), adjoints.get(g), gradients.get(g)));
        adjoints.forEach(GroupAdjoint::settle);
      }
      Map<Part, Double> medians = new LinkedHashMap<>();
      seconds.forEach((part, times) -> medians.put(part, Medians.of(times)));
      return medians;
    }

    private interface OfGroup {

      void update(int group);
    }

    /** A step of the run; the first times of each part are not noted. */
    private final class Slots {

      private final int step;

      Slots(int step) {
        this.step = step;
      }

      Slot slot(int group) {
        return new Slot(step, group);
      }

      void time(Part part, OfGroup work) {
        double time =
            UpdateRates.this.time(
                () -> {
                  for (int g = 0; g < GROUPS; g++) {
                    work.update(g);
                  }
                });
        int done = part == Part.STEP ? step : STEPS - 1 - step;
        if (done >= WARM) {
          seconds.computeIfAbsent(part, any -> new ArrayList<>()).add(time);
        }
      }
    }
  }
}
