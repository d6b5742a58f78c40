package org.retrograde.models.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.models.autodiff.Derivatives.Direction;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** How a tape puts primitives together, whose rules {@link RulesTest} checks. */
final class TapeTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final TrainingLoss SQUARES = TrainingLoss.of(Loss.SQUARED_ERROR);

  private static Tensor scalar(double value) {
    Tensor tensor = DEVICE.tensor(1, 1);
    tensor.fill(value);
    return tensor;
  }

  @Test
  void aVariableThatIsUsedTwiceCollectsBothAdjoints() {
    // loss = mean (x W + b)^2 through two layers that share W.
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor gradient = scalar(7);
    Tensor product = scalar(7);
    Variable x = tape.constant(scalar(3));
    Variable zero = tape.constant(scalar(0));
    Variable w = tape.leaf(scalar(2), gradient);
    Variable once = tape.apply(new Affine(1), x, w, zero);
    Variable twice = tape.apply(new Affine(1), once, w, zero);
    Derivatives derivatives = tape.differentiate(SQUARES, twice, scalar(0));
    derivatives.hessianProduct(List.of(new Direction(w, scalar(0.5), product)));
    assertThat(derivatives.loss().value()).isEqualTo(144); // (3 w^2)^2 at w = 2
    assertThat(gradient.toArray()).containsExactly(288); // 36 w^3
    assertThat(product.toArray()).containsExactly(216); // 108 w^2 times 0.5
  }

  @Test
  void anElementwiseResultAddsToWhatItsInputHasCollected() {
    // z = f(x) f(x) with f the rectifier at x = 3: an adjoint of x from each factor.
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor gradient = scalar(7);
    Tensor product = scalar(7);
    Variable x = tape.leaf(scalar(3), gradient);
    Variable left = tape.apply(new Elementwise(Nonlinearity.RELU), x);
    Variable right = tape.apply(new Elementwise(Nonlinearity.RELU), x);
    Variable z = tape.apply(new Affine(1), left, right, tape.constant(scalar(0)));
    Derivatives derivatives = tape.differentiate(SQUARES, z, scalar(0));
    derivatives.hessianProduct(List.of(new Direction(x, scalar(0.5), product)));
    assertThat(derivatives.loss().value()).isEqualTo(81); // x^4
    assertThat(gradient.toArray()).containsExactly(108); // 4 x^3
    assertThat(product.toArray()).containsExactly(54); // 12 x^2 times 0.5
  }

  @Test
  void aLeafThatNothingDependsOnHasDerivativesOfZero() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor unusedGradient = scalar(7);
    Tensor unusedProduct = scalar(7);
    Tensor gradient = scalar(7);
    Tensor product = scalar(7);
    Variable unused = tape.leaf(scalar(0), unusedGradient);
    Variable used = tape.leaf(scalar(0), gradient);
    tape.differentiate(SQUARES, used, scalar(1))
        .hessianProduct(
            List.of(
                new Direction(unused, scalar(1), unusedProduct),
                new Direction(used, scalar(1), product)));
    assertThat(unusedGradient.toArray()).containsExactly(0);
    assertThat(unusedProduct.toArray()).containsExactly(0);
    assertThat(gradient.toArray()).containsExactly(-2);
    assertThat(product.toArray()).containsExactly(2);
  }

  @Test
  void aLeafWithoutDirectionHasATangentOfZero() {
    // loss = (x w)^2; the derivative of g = 2 x^2 w along w alone, then along x alone.
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor product = scalar(7);
    Variable x = tape.leaf(scalar(3));
    Variable w = tape.leaf(scalar(2), scalar(7));
    Variable z = tape.apply(new Affine(1), x, w, tape.constant(scalar(0)));
    Derivatives derivatives = tape.differentiate(SQUARES, z, scalar(0));
    derivatives.hessianProduct(List.of(new Direction(w, scalar(1), product)));
    assertThat(product.toArray()).containsExactly(18);
    derivatives.hessianProduct(
        List.of(new Direction(x, scalar(1), scalar(7)), new Direction(w, null, product)));
    assertThat(product.toArray()).containsExactly(24);
  }

  @Test
  void onlyALeafHasADirection() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Variable constant = tape.constant(scalar(0));
    Variable result = tape.apply(new Elementwise(Nonlinearity.TANH), tape.leaf(scalar(0)));
    for (Variable variable : List.of(constant, result)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Direction(variable, scalar(1), scalar(0)))
          .withMessage("only a leaf has a direction");
    }
  }

  @Test
  void aPredictionThatDependsOnNoLeafIsRefused() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Variable constant = tape.constant(scalar(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tape.differentiate(SQUARES, constant, scalar(0)))
        .withMessage("the prediction depends on no leaf");
  }

  @Test
  void derivativesEndWithTheNextUseOfTheirWorkspace() {
    Workspace workspace = new Workspace(DEVICE);
    Tape tape = new Tape(workspace);
    Variable leaf = tape.leaf(scalar(1), scalar(0));
    Derivatives derivatives = tape.differentiate(SQUARES, leaf, scalar(0));
    List<Direction> directions = List.of(new Direction(leaf, scalar(1), scalar(0)));
    derivatives.hessianProduct(directions);
    workspace.reset();
    assertThatIllegalStateException()
        .isThrownBy(() -> derivatives.hessianProduct(directions))
        .withMessage("the tensors of lease 1 are no longer kept; this is lease 2");
  }

  @Test
  void aWorkspaceHandsEachTensorOutOnceUntilItIsReset() {
    Workspace workspace = new Workspace(DEVICE);
    Tensor first = workspace.take(2, 3);
    assertThat(workspace.take(2, 3)).isNotSameAs(first);
    assertThat(workspace.take(3, 2)).isNotSameAs(first);
    workspace.reset();
    assertThat(workspace.takeLike(first)).isSameAs(first);
  }

  @Test
  void aReleaseTakesBackOnlyWhatIsNotKept() {
    Workspace workspace = new Workspace(DEVICE);
    Tensor kept = workspace.take(2, 3);
    long lease = workspace.keep();
    Tensor released = workspace.take(2, 3);
    workspace.release(lease);
    assertThat(workspace.take(2, 3)).isSameAs(released).isNotSameAs(kept);
  }
}
