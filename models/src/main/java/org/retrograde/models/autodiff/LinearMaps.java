package org.retrograde.models.autodiff;

import java.util.List;
import java.util.function.BiConsumer;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;

/** Operations that are linear around every point. */
public final class LinearMaps {

  private LinearMaps() {}

  /** y = factor * x. */
  public record Scaled(double factor) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignScaled(factor, direction);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.addScaled(factor, adjoint);
    }
  }

  /** y = x less its mean, in blocks of so many columns: the first half of a layer norm. */
  public record Centred(int block) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignCentred(direction, block);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.addAssigned(adjoint, (term, a) -> term.assignCentred(a, block));
    }
  }

  /**
   * y = x with pairs of columns turned by an angle of their place in the sequence: rotary
   * positions.
   *
   * @param cosines one row a place, one column a pair of a head
   * @param sines same shape
   */
  public record Rotated(Tensor cosines, Tensor sines) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignRotated(direction, cosines, sines, false);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.addAssigned(adjoint, (term, a) -> term.assignRotated(a, cosines, sines, true));
    }
  }

  /**
   * y = x / keep where a coin of the seed and the place shows heads, else 0: dropout.
   *
   * @param keep probability of heads, in (0, 1]
   * @param seed of a layer and a step, so that a replay drops the same
   */
  public record Kept(double keep, long seed) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignKept(1 / keep, direction, keep, seed);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.addAssigned(adjoint, (term, a) -> term.assignKept(1 / keep, a, keep, seed));
    }
  }

  /**
   * y = the numbers of x in rows of another length, which divides all of them: rows of features as
   * pixels of images, and back.
   */
  public record Reshaped(int cols) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public Tensor take(Tensor x, Workspace workspace) {
      return workspace.take(x.size() / cols, cols);
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignReshaped(direction);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.addAssigned(adjoint, Tensor::assignReshaped);
    }
  }

  /** y = what each window sees of images, one row a window. */
  public record Patches(Windows windows) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public Tensor take(Tensor x, Workspace workspace) {
      return workspace.take(held(x, windows), x.cols() * windows.area());
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignPatches(direction, windows);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.add(adjoint, (sum, a) -> sum.addPatches(a, windows));
    }
  }

  /** y = the largest pixel of each window and channel. */
  public record WindowMax(Windows windows) implements PiecewiseLinear {

    @Override
    public Tensor take(Tensor x, Workspace workspace) {
      return workspace.take(held(x, windows), x.cols());
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignAtWindowMax(at, windows, direction);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.add(adjoint, (sum, a) -> sum.addAtWindowMax(at, windows, a));
    }
  }

  /** y = the mean of each window and channel; of a window as large as an image, over all of it. */
  public record WindowMeans(Windows windows) implements PiecewiseLinear {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public Tensor take(Tensor x, Workspace workspace) {
      return workspace.take(held(x, windows), x.cols());
    }

    @Override
    public void push(Tensor to, Tensor at, Tensor direction) {
      to.assignWindowMeans(direction, windows);
    }

    @Override
    public void pull(Sum to, Tensor at, Sum adjoint) {
      to.add(adjoint, (sum, a) -> sum.addWindowMeans(a, windows));
    }
  }

  /** Rows of what windows hold of some images. */
  private static int held(Tensor images, Windows windows) {
    return images.rows() / windows.pixels() * windows.count();
  }

  /**
   * y = rows of a table that numbers name, for inputs table [n, k] and numbers, as many as y has
   * rows: an embedding. Nothing comes back to the numbers.
   */
  public record Looked() implements Primitive {

    @Override
    public Reads reads() {
      return new Reads(input -> input == 1, false, false);
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor table = inputs.get(0);
      Tensor numbers = inputs.get(1);
      Tensor y = workspace.take(numbers.size(), table.cols());
      y.assignRowsAt(table, numbers);
      return y;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable y) {
      inputs.get(0).adjoint().add(y.adjoint(), added(inputs));
    }

    @Override
    public void tangent(List<Variable> inputs, Variable y) {
      Tensor numbers = inputs.get(1).tensor();
      y.tangent()
          .addAssigned(inputs.get(0).tangent(), (to, table) -> to.assignRowsAt(table, numbers));
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable y) {
      inputs.get(0).adjointTangent().add(y.adjointTangent(), added(inputs));
    }

    private static BiConsumer<Tensor, Tensor> added(List<Variable> inputs) {
      Tensor numbers = inputs.get(1).tensor();
      return (table, rows) -> table.addToRowsAt(rows, numbers);
    }
  }

  /** y = first * a + second * b: a residual stream and what a branch adds to it. */
  public record WeightedSum(double first, double second) implements Primitive {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor y = workspace.takeLike(inputs.get(0));
      y.assignScaled(first, inputs.get(0));
      y.addScaled(second, inputs.get(1));
      return y;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable y) {
      inputs.get(0).adjoint().addScaled(first, y.adjoint());
      inputs.get(1).adjoint().addScaled(second, y.adjoint());
    }

    @Override
    public void tangent(List<Variable> inputs, Variable y) {
      y.tangent().addScaled(first, inputs.get(0).tangent());
      y.tangent().addScaled(second, inputs.get(1).tangent());
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable y) {
      inputs.get(0).adjointTangent().addScaled(first, y.adjointTangent());
      inputs.get(1).adjointTangent().addScaled(second, y.adjointTangent());
    }
  }

  /** y = x with a row [1, n] added to every row: biases. */
  public record AddedRow() implements Primitive {

    @Override
    public Reads reads() {
      return Reads.NOTHING;
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      Tensor y = workspace.takeLike(inputs.get(0));
      y.fillRows(inputs.get(1));
      y.addScaled(1, inputs.get(0));
      return y;
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable y) {
      inputs.get(0).adjoint().addScaled(1, y.adjoint());
      inputs.get(1).adjoint().addColumnSums(y.adjoint());
    }

    @Override
    public void tangent(List<Variable> inputs, Variable y) {
      y.tangent().fillRows(inputs.get(1).tangent());
      y.tangent().addScaled(1, inputs.get(0).tangent());
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable y) {
      inputs.get(0).adjointTangent().addScaled(1, y.adjointTangent());
      inputs.get(1).adjointTangent().addColumnSums(y.adjointTangent());
    }
  }
}
