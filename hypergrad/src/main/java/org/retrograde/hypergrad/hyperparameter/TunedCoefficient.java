package org.retrograde.hypergrad.hyperparameter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * A coefficient of the update rule, over time. The learning rate is a factor of its scale.
 *
 * @param coefficient which one
 */
public record TunedCoefficient(Coefficient coefficient) implements Tunable {

  /** The learning rate, over time. */
  public static final TunedCoefficient LEARNING_RATE =
      new TunedCoefficient(Coefficient.LEARNING_RATE);

  @Override
  public String word() {
    return coefficient.word();
  }

  @Override
  public String meaning() {
    return coefficient.meaning() + " (over time)";
  }

  @Override
  public Coefficient.Range range() {
    return coefficient.range();
  }

  @Override
  public List<Per> sharings() {
    return List.of(Per.GROUP, Per.LAYER, Per.TYPE, Per.DEPTH, Per.TYPE_DEPTH, Per.ALL);
  }

  @Override
  public Optional<Coefficient> overTime() {
    return Optional.of(coefficient);
  }

  @Override
  public boolean actsThroughGradients() {
    return switch (coefficient.use()) {
      case DECAY, GRADIENT_SIZE -> true;
      case RATE, WEIGHT_DECAY, NUMBER -> false;
    };
  }

  @Override
  public void place(Placement at, @Nullable Double start, RunSettings base) {
    if (start != null) {
      scale(at).fill(base.coefficients(), coefficient, start);
    }
  }

  @Override
  public List<Hyperparameter> hyperparameters(Placement at) {
    ScheduleHyperparameter knots =
        new ScheduleHyperparameter(
            coefficient,
            Transform.of(coefficient.range()),
            at.steps(),
            at.knots(),
            at.tying(),
            scale(at));
    return List.of(at.family() == null ? knots : new ShapedSchedule(knots, at.family()));
  }

  private Scale scale(Placement at) {
    return coefficient.equals(Coefficient.LEARNING_RATE) ? at.rates() : Scale.ONE;
  }
}
