package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.word.Word;

/**
 * A number that an update rule reads at every step for every parameter group. An optimizer lists
 * its own, which may be of its own making: constants, made once, each with a word of its own.
 */
public final class Coefficient implements Word, Comparable<Coefficient> {

  /** Factor from the update's direction to the position, alpha or eta; any finite number. */
  public static final Coefficient LEARNING_RATE =
      new Coefficient("learning-rate", "learning rate", Use.RATE, Range.POSITIVE, Double.NaN, 0);

  /** Decay of the velocity, gamma or mu; in [0, 1]. */
  public static final Coefficient MOMENTUM =
      new Coefficient("momentum", "decay of the velocity", Use.DECAY, Range.FRACTION, 0.9, 1);

  /** Decay of the mean gradient; in [0, 1). */
  public static final Coefficient BETA1 =
      new Coefficient("beta1", "decay of the mean gradient", Use.DECAY, Range.NEAR_ONE, 0.9, 2);

  /** Decay of the mean squared gradient; in [0, 1). */
  public static final Coefficient BETA2 =
      new Coefficient(
          "beta2", "decay of the mean squared gradient", Use.DECAY, Range.NEAR_ONE, 0.999, 3);

  /** Added to the root of the mean square; at least 0. */
  public static final Coefficient EPSILON =
      new Coefficient(
          "epsilon",
          "what is added to the root of the mean square",
          Use.GRADIENT_SIZE,
          Range.TINY,
          1e-8,
          4);

  /** Decoupled weight decay lambda; a step multiplies the position by 1 - eta lambda, in [0, 1]. */
  public static final Coefficient WEIGHT_DECAY =
      new Coefficient(
          "weight-decay",
          "decoupled weight decay lambda, a step multiplies weights by 1 - eta lambda",
          Use.WEIGHT_DECAY,
          Range.NOT_NEGATIVE,
          0,
          5);

  /** Part of the mean in the point at which gradients are taken, beta; in [0, 1]. */
  public static final Coefficient INTERPOLATION =
      new Coefficient(
          "interpolation",
          "part of the mean in the point at which gradients are taken",
          Use.NUMBER,
          Range.FRACTION,
          0.9);

  /** Power of the step by which later ones count for more in the mean, r; at least 0. */
  public static final Coefficient AVERAGING =
      new Coefficient(
          "averaging",
          "power of the step by which later ones count for more in the mean",
          Use.NUMBER,
          Range.NOT_NEGATIVE,
          0);

  /** Those of the usual optimizers, in their usual order. */
  public static final List<Coefficient> STANDARD =
      List.of(LEARNING_RATE, MOMENTUM, BETA1, BETA2, EPSILON, WEIGHT_DECAY);

  /**
   * What a step does with it, from which follow how it is rounded and what the width does to it.
   */
  public enum Use {
    /** Multiplies the direction of the step: follows the width as a learning rate. */
    RATE,
    /** Multiplies what the rule remembers, as an exact ratio n / 2^16; the same at every width. */
    DECAY,
    /** Multiplies the position by 1 - eta times it, as an exact ratio n / 2^24. */
    WEIGHT_DECAY,
    /** Is added to the size of gradient entries, and follows the width as they do. */
    GRADIENT_SIZE,
    /** Anything else: is not rounded, and the same at every width. */
    NUMBER
  }

  /** Where values lie, from which follow what they are tuned as and how far they may be moved. */
  public enum Range {
    /** Above 0, tuned as logarithms. */
    POSITIVE(0, false, Double.POSITIVE_INFINITY, "above 0"),
    /** At least 0; above 0 tuned as logarithms. */
    NOT_NEGATIVE(0, true, Double.POSITIVE_INFINITY, "above 0"),
    /** As {@link #NOT_NEGATIVE}, and far below 1. */
    TINY(0, true, Double.POSITIVE_INFINITY, "above 0"),
    /** Between 0 and 1, tuned as logits. */
    FRACTION(0, false, 1, "above 0 and below 1"),
    /** As {@link #FRACTION}, and nearer to 1 than to 0. */
    NEAR_ONE(0, false, 1, "above 0 and below 1"),
    /** Any number, tuned as it is. */
    ANY(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, "a finite number");

    private final double lowest;
    private final boolean hasLowest;
    private final double highest;
    private final String inside;

    Range(double lowest, boolean hasLowest, double highest, String inside) {
      this.lowest = lowest;
      this.hasLowest = hasLowest;
      this.highest = highest;
      this.inside = inside;
    }

    /** Returns the lower end, minus infinity for none. */
    public double lowest() {
      return lowest;
    }

    /** Returns whether the lower end is a value too, at which nothing can be tuned. */
    public boolean hasLowest() {
      return hasLowest;
    }

    /** Returns the upper end, which is no value; infinity for none. */
    public double highest() {
      return highest;
    }

    /** Returns whether tuning can start at a value: whether it lies between the ends. */
    public boolean isInside(double value) {
      return value > lowest && value < highest;
    }

    /** Returns what a value must be for tuning to start there, such as "above 0". */
    public String inside() {
      return inside;
    }

    /**
     * Returns the unit in which a value moves where derivatives are checked: of steps of 1e-4 none
     * leaves the range.
     */
    public double unit(double value) {
      return switch (this) {
        case NEAR_ONE -> 1 - value;
        case TINY -> value > 0 ? 100 * value : 1;
        case POSITIVE, NOT_NEGATIVE, FRACTION, ANY -> 1;
      };
    }
  }

  private final String word;
  private final String meaning;
  private final Use use;
  private final Range range;
  private final double usual;
  private final int place;

  /**
   * Makes a coefficient.
   *
   * @param word its word, different from that of every other coefficient
   * @param meaning a clause without capital and full stop
   * @param use what a step does with it
   * @param range where its values lie
   * @param usual its value where a config says nothing, in the range; NaN if there is none
   */
  public Coefficient(String word, String meaning, Use use, Range range, double usual) {
    this(word, meaning, use, range, usual, Integer.MAX_VALUE);
  }

  private Coefficient(String word, String meaning, Use use, Range range, double usual, int place) {
    boolean isEnd = range.hasLowest() && usual == range.lowest();
    if (!(Double.isNaN(usual) || isEnd || range.isInside(usual))) {
      throw new IllegalArgumentException(
          "the usual %s must be %s, got %s".formatted(word, range.inside(), usual));
    }
    this.word = word;
    this.meaning = meaning;
    this.use = use;
    this.range = range;
    this.usual = usual;
    this.place = place;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns what a step does with it. */
  public Use use() {
    return use;
  }

  /** Returns where its values lie. */
  public Range range() {
    return range;
  }

  /** Returns its value where a config says nothing; NaN if there is none. */
  public double usual() {
    return usual;
  }

  /** Returns the name for people. */
  public String label() {
    return word.replace('-', ' ');
  }

  /** The {@link #STANDARD} ones come first, in their order, then all others by their words. */
  @Override
  public int compareTo(Coefficient other) {
    int order = Integer.compare(place, other.place);
    return order == 0 ? word.compareTo(other.word) : order;
  }

  @Override
  public String toString() {
    return word;
  }
}
