package org.retrograde.reversible.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.storage.DoubleStore;

/**
 * Clipping by global norm: where the norm of the gradient over all groups exceeds a threshold C,
 * the gradient is scaled to it. The factor of each step is logged, so that the way back scales by
 * the same bits.
 *
 * <p>Adjoint of g' = (C / |g|) g: u = (C / |g|) (u' - g' &lt;g', u'&gt; / C^2).
 *
 * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu, Mikolov and Bengio (2013)</a>, Algorithm
 *     1
 */
public final class GradientClip {

  private final double threshold;
  private final @Nullable DoubleStore factors; // none where nothing is clipped

  /**
   * Makes a clip whose log is empty.
   *
   * @param threshold C, above 0; infinite for none
   * @param steps of the run
   */
  public GradientClip(double threshold, int steps) {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("a clip must be above 0, got " + threshold);
    }
    this.threshold = threshold;
    this.factors = Double.isInfinite(threshold) ? null : new DoubleStore(steps).fill(1);
  }

  /** Clips the gradient of a step on the way forward, and logs its factor. */
  public void clip(int step, List<Tensor> gradient) {
    if (factors == null) {
      return;
    }
    double squares = Scalar.sum(gradient.stream().map(part -> part.dot(part)).toList()).value();
    double norm = Math.sqrt(squares);
    // A norm that is not finite would make zeros of finite components; the update refuses those.
    factors.set(step, norm > threshold && Double.isFinite(norm) ? threshold / norm : 1);
    repeat(step, gradient);
  }

  /** Scales a gradient by the factor that the log has for its step. */
  public void repeat(int step, List<Tensor> gradient) {
    double factor = factor(step);
    if (factor != 1) {
      gradient.forEach(part -> part.scale(factor));
    }
  }

  /**
   * Pulls the adjoint of the clipped gradient back to the gradient.
   *
   * @param clipped the gradient after clipping
   * @param adjoints u', one a group. Modified: u.
   */
  public void pullBack(int step, List<Tensor> clipped, List<Tensor> adjoints) {
    double factor = factor(step);
    if (factor == 1) {
      return;
    }
    List<Scalar> parts = new ArrayList<>();
    for (int g = 0; g < adjoints.size(); g++) {
      parts.add(adjoints.get(g).dot(clipped.get(g)));
    }
    double along = Scalar.sum(parts).value();
    for (int g = 0; g < adjoints.size(); g++) {
      adjoints.get(g).addScaled(-along / (threshold * threshold), clipped.get(g));
      adjoints.get(g).scale(factor);
    }
  }

  /** Takes the log. */
  public void archive(Archive archive) {
    if (factors != null) {
      archive.numbers(factors, 0, factors.length());
    }
  }

  /** Returns by how much the gradient of a step was scaled; 1 where it was not clipped. */
  public double factor(int step) {
    return factors == null ? 1 : factors.get(step);
  }

  /** Returns the number of steps whose gradient was clipped. */
  public int clippedSteps() {
    return factors == null
        ? 0
        : (int) IntStream.range(0, factors.length()).filter(step -> factor(step) != 1).count();
  }
}
