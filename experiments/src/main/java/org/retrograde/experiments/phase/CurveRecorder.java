package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.StepWatcher;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Trajectory;

/**
 * Looks at every so many steps of a run, and at its last: the loss, the gradient before any clip,
 * and, if asked, by how much each group moves, from the exact positions. Steps in between cost
 * nothing; moves take two vectors of doubles.
 */
final class CurveRecorder implements StepWatcher {

  private final int every;
  private final int last;
  private final List<String> names;
  private final List<Tensor> from = new ArrayList<>();
  private final List<Tensor> to = new ArrayList<>();
  private final List<Integer> steps = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> norms = new ArrayList<>();
  private final List<List<Double>> groupNorms = new ArrayList<>();
  private final List<List<Double>> updates = new ArrayList<>();
  private List<Scalar> squares = List.of();

  /**
   * Makes one of a run that has not begun.
   *
   * @param points of the curve, at least 1 and about as many
   * @param byGroup whether to look at each group
   */
  CurveRecorder(TrainingRun run, int points, boolean byGroup) {
    int count = run.settings().coefficients().steps();
    this.every = (count - 1) / points + 1;
    this.last = count - 1;
    List<ParameterGroup> groups = byGroup ? run.objective().groups() : List.of();
    this.names = groups.stream().map(ParameterGroup::name).toList();
    for (ParameterGroup group : groups) {
      from.add(doubles(run.device(), group));
      to.add(doubles(run.device(), group));
      groupNorms.add(new ArrayList<>());
      updates.add(new ArrayList<>());
    }
  }

  private static Tensor doubles(Device device, ParameterGroup group) {
    return device.tensor(Precision.FLOAT64, group.rows(), group.cols());
  }

  private boolean looksAt(int step) {
    return step % every == 0 || step == last;
  }

  @Override
  public void before(Trajectory run) {
    if (looksAt(run.step())) {
      copyPositions(run, from);
    }
  }

  @Override
  public void gradient(int step, List<Tensor> gradient) {
    if (looksAt(step)) {
      squares = gradient.stream().map(part -> part.dot(part)).toList();
    }
  }

  @Override
  public void after(Trajectory run, double loss) {
    int step = run.step() - 1;
    if (!looksAt(step)) {
      return;
    }
    steps.add(step);
    losses.add(loss);
    norms.add(Math.sqrt(Scalar.sum(squares).value()));
    copyPositions(run, to);
    for (int g = 0; g < names.size(); g++) {
      groupNorms.get(g).add(Math.sqrt(squares.get(g).value()));
      double length = length(from.get(g));
      from.get(g).addScaled(-1, to.get(g)); // the move, turned round
      updates.get(g).add(length(from.get(g)) / length);
    }
  }

  private static void copyPositions(Trajectory run, List<Tensor> out) {
    for (int g = 0; g < out.size(); g++) {
      run.states().get(g).position().copyTo(out.get(g));
    }
  }

  private static double length(Tensor vector) {
    return Math.sqrt(vector.dot(vector).value());
  }

  @Override
  public String keptAs() {
    return "curve of every %d steps of %d groups".formatted(every, names.size());
  }

  @Override
  public void archive(Archive archive) {
    archive.all(steps, () -> 0, step -> archive.integer(step.intValue()));
    numbers(archive, losses);
    numbers(archive, norms);
    groupNorms.forEach(group -> numbers(archive, group));
    updates.forEach(group -> numbers(archive, group));
  }

  private static void numbers(Archive archive, List<Double> numbers) {
    archive.all(numbers, () -> 0.0, archive::number);
  }

  /** Returns what was seen so far: all of a run that has ended, or all before it diverged. */
  RunCurve curve() {
    List<GroupCurve> groups = new ArrayList<>();
    for (int g = 0; g < names.size(); g++) {
      groups.add(new GroupCurve(names.get(g), groupNorms.get(g), updates.get(g)));
    }
    return new RunCurve(steps, losses, norms, groups);
  }
}
