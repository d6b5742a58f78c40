package org.retrograde.experiments.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.Start;

/** The run of a case of format {@code hypergrad-case-1}: a perceptron under momentum. */
record PerceptronCase(ReferenceCase reference) implements CaseRun {

  @Override
  public TrainingRun on(Device device) {
    NetworkSpec spec = reference.spec();
    return new TrainingRun(
        device,
        new NetworkObjective(device, problem(device, spec)),
        new Momentum(MomentumForm.PAPER),
        settings(spec));
  }

  @Override
  public double expectedLoss() {
    return reference.expectedLoss();
  }

  private NetworkProblem problem(Device device, NetworkSpec spec) {
    return new NetworkProblem(
        spec,
        Start.copy(device, spec.groups(), reference.start()),
        data(device, spec, "train"),
        BatchPlans.of(reference.batches()),
        List.of(data(device, spec, "val")),
        true);
  }

  private DeviceData data(Device device, NetworkSpec spec, String part) {
    return CaseExamples.placed(
        device, reference.inputs(part), reference.labels(part), spec.sizes().outputs());
  }

  private RunSettings settings(NetworkSpec spec) {
    RunSettings settings = new RunSettings(reference.steps(), spec.groups());
    double[] alpha = reference.setting(ReferenceCase.ALPHA);
    double[] gamma = reference.setting(ReferenceCase.GAMMA);
    double[] logScale = reference.setting(ReferenceCase.LOG_SCALE);
    double[] l2 = reference.setting(ReferenceCase.L2);
    Layout layout = spec.layout();
    for (int g = 0; g < layout.parameters().size(); g++) {
      int layer = layout.parameters().get(g).layer();
      settings.initLogScale()[g] = logScale[layer];
      settings.l2()[g] = l2[layer];
      for (int t = 0; t < reference.steps(); t++) {
        int entry = t * layout.layers() + layer;
        settings.coefficients().set(Coefficient.LEARNING_RATE, t, g, alpha[entry]);
        settings.coefficients().set(Coefficient.MOMENTUM, t, g, gamma[entry]);
      }
    }
    return settings;
  }

  @Override
  public List<CaseBlock> blocks() {
    return List.of(
        block(ReferenceCase.ALPHA, result -> byLayer(result, Coefficient.LEARNING_RATE)),
        block(ReferenceCase.GAMMA, result -> byLayer(result, Coefficient.MOMENTUM)),
        block(ReferenceCase.LOG_SCALE, result -> byLayer(result.derivative().initLogScale())),
        block(ReferenceCase.L2, result -> byLayer(result.derivative().l2())),
        block(
            ReferenceCase.TRAIN_INPUTS,
            result -> result.derivative().lossParameter(LossParameter.TRAINING_INPUTS)),
        groups(ReferenceCase.WEIGHTS, GroupAdjoint::position),
        groups(ReferenceCase.VELOCITY, adjoint -> adjoint.moments().get(0)));
  }

  private CaseBlock block(String name, Function<Hypergradient, double[]> actual) {
    return new CaseBlock(name, reference.expected(name), actual);
  }

  private CaseBlock groups(String name, Function<GroupAdjoint, Tensor> of) {
    return new CaseBlock(
        name,
        reference.expectedGroups(name).stream().flatMapToDouble(Arrays::stream).toArray(),
        result ->
            result.start().stream()
                .flatMapToDouble(adjoint -> Arrays.stream(of.apply(adjoint).toArray()))
                .toArray());
  }

  private double[] byLayer(Hypergradient result, Coefficient coefficient) {
    return Arrays.stream(result.derivative().coefficients().copyOf(coefficient))
        .flatMapToDouble(row -> Arrays.stream(byLayer(row)))
        .toArray();
  }

  /** Returns the sum over the groups of each layer. */
  private double[] byLayer(double[] groups) {
    Layout layout = reference.spec().layout();
    double[] sums = new double[layout.layers()];
    for (int g = 0; g < groups.length; g++) {
      sums[layout.parameters().get(g).layer()] += groups[g];
    }
    return sums;
  }
}
