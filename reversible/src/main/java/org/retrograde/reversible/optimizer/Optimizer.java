package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.word.Word;

/** An update rule without its coefficients: what a user names. It keeps no state. */
public interface Optimizer extends Word {

  /** Returns the name for people, such as "AdamW". */
  String label();

  /** Returns how a step scales with the gradient. */
  StepScaling scaling();

  /** Returns the coefficients that a step reads. */
  List<Coefficient> coefficients();

  /** Returns the value of a coefficient where a config says nothing; NaN if there is none. */
  default double usual(Coefficient coefficient) {
    return coefficient.usual();
  }

  /**
   * Returns whether a step has a derivative by its gradient that is not 0 everywhere. Where it has
   * not, as where steps are made of signs, the derivative of a run by all that acts through
   * gradients is 0: by decays of means, penalties, data.
   */
  default boolean isSmooth() {
    return true;
  }

  /** Returns the number of moment vectors. */
  int moments();

  /** Returns whether {@link #bind} gives a {@link ReversibleRule}. */
  boolean isReversible();

  /**
   * Returns what trains a group: this, unless there are groups that it leaves to another rule. A
   * run asks it for each of its groups, and asks all that follows of what it gets.
   */
  default Optimizer forGroup(GroupShape group) {
    return this;
  }

  /** Returns the decays of one step of a group that is awake, in order: what its buffer keeps. */
  List<Ratio> decays(Slot at, CoefficientTable coefficients);

  /** Returns the decays of every step of a group, in order. */
  default Stream<List<Ratio>> decays(int group, CoefficientTable coefficients) {
    return IntStream.range(0, coefficients.steps())
        .mapToObj(step -> decays(new Slot(step, group), coefficients));
  }

  /**
   * Returns whether units of moments follow the gradients, so that {@link UpdateRule#makeRoom} is
   * to be called before each step, and a bound of each moment is kept for each step that is.
   */
  default boolean followsGradients() {
    return false;
  }

  /**
   * Returns the bits a parameter that a group's buffer keeps besides its decays if the magnitudes
   * of its gradients stay alike, because units of moments grow; 0 for rules without such units.
   * Gradients that grow by 2 add as much as that, those that shrink take as much away.
   *
   * @param firstStep the first one that is kept
   */
  default double growthBits(int group, int firstStep, CoefficientTable coefficients) {
    return 0;
  }

  /**
   * Returns how many numbers a rule works out of the coefficients, and keeps, for each step and
   * group: see {@link SlotTable}.
   */
  default int slotTables() {
    return 0;
  }

  /**
   * Makes the state of a group of parameters: all zero, its buffer keeping nothing yet.
   *
   * @param rows of the group's matrix, at least 1
   * @param cols of it, at least 1
   */
  GroupState zeros(Device device, int rows, int cols);

  /** Returns the same formulas in plain double arithmetic, for checks to hold this against. */
  PlainRule plain();

  /** Returns the same for a matrix of so many rows, where a step depends on its shape. */
  default PlainRule plain(int rows) {
    return plain();
  }

  /**
   * Makes the rule of one run, for one thread.
   *
   * @param device of the states; lends scratch
   * @param coefficients for every step and group. Not copied; must not change while the rule is in
   *     use, but for learning rates of steps that it has not taken yet.
   * @throws CoefficientRangeException if a coefficient is out of its range; names the step and the
   *     group
   */
  UpdateRule bind(Device device, CoefficientTable coefficients);
}
