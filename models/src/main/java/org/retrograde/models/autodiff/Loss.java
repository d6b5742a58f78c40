package org.retrograde.models.autodiff;

import org.retrograde.reversible.device.Tensor;

/** A mean loss over rows: the end of a forward sweep and the start of a reverse one. */
public enum Loss {
  /** Softmax cross entropy, averaged over the rows; targets are probabilities. */
  CROSS_ENTROPY {
    @Override
    double evaluate(Dual prediction, Tensor targets, Adjoint adjoint, Workspace workspace) {
      int rows = targets.rows();
      Tensor p = workspace.takeLike(targets);
      double loss = p.assignSoftmax(prediction.value(), targets);
      Tensor tangent = null;
      if (prediction.tangent() != null) {
        tangent = workspace.takeLike(targets);
        tangent.assignSoftmaxTangent(p, prediction.tangent());
      }
      p.addScaled(-1, targets);
      adjoint.addScaled(1d / rows, new Dual(p, tangent));
      return loss;
    }
  },
  /** Squared error, averaged over rows and columns. */
  SQUARED_ERROR {
    @Override
    double evaluate(Dual prediction, Tensor targets, Adjoint adjoint, Workspace workspace) {
      Tensor difference = workspace.takeLike(targets);
      difference.assign(prediction.value());
      difference.addScaled(-1, targets);
      adjoint.addScaled(2d / targets.size(), new Dual(difference, prediction.tangent()));
      return difference.dot(difference) / targets.size();
    }
  };

  /**
   * Returns the loss alone.
   *
   * @param prediction [rows, outputs]
   * @param targets [rows, outputs]
   */
  public double value(Tensor prediction, Tensor targets, Workspace workspace) {
    return evaluate(
        Dual.constant(prediction),
        targets,
        new Adjoint(workspace.takeLike(targets), null),
        workspace);
  }

  /**
   * Evaluates the loss, and adds its derivative to the adjoint of the prediction.
   *
   * @param prediction [rows, outputs]
   * @param targets [rows, outputs]
   */
  abstract double evaluate(Dual prediction, Tensor targets, Adjoint adjoint, Workspace workspace);
}
