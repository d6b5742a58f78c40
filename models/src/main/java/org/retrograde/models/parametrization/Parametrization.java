package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.word.Keyword;

/**
 * The rule tables by name, and faulty ones that a coordinate check must catch.
 *
 * <p>All but {@link #UNIT} and {@link #U_MUP} have factors of exactly 1 at the base width.
 */
public enum Parametrization implements RuleTable, Keyword {
  /** The usual one: variance 1 / fan-in, one learning rate for all. */
  STANDARD(
      "standard",
      "the usual one: variance 1 / fan-in, one learning rate for all",
      Parametrization::standard),

  /** Maximal update as table 8 has it: the output has a multiplier of 1 / m. */
  MUP(
      "muP",
      "maximal update: tuned values hold at every width",
      new MaximalUpdate((role, fans) -> 1)),

  /** Maximal update as table 3 has it: no multipliers, so any framework can follow. */
  MUP_T3(
      "muP, form T3",
      "the same without multipliers",
      new MaximalUpdate((role, fans) -> role.isReadout() ? role.growthIn(fans) : 1)),

  /** Maximal update as table 9 has it: under SGD, weights have one rate at every width. */
  MUP_T9(
      "muP, form T9",
      "the same with rates that stay under SGD",
      new MaximalUpdate(
          (role, fans) ->
              role.isHidden() ? 1 : Math.sqrt(role.growthIn(fans) * role.growthOut(fans)))),

  /**
   * Maximal update with initial entries of standard deviation 1 (sqrt 2 before a rectifier).
   *
   * @see <a href="https://arxiv.org/abs/2407.17465">Blake et al. (2024)</a>, u-muP
   */
  UNIT(
      "muP, unit form",
      "the same with weights that start at a standard deviation of 1",
      new MaximalUpdate(
          (role, fans) -> 1 / Math.sqrt(role.isHidden() ? fans.in() : fans.baseIn()))),

  /** Faulty: muP with the output's 1 / m both in its multiplier and in its initial entries. */
  FAULTY_READOUT_TWICE(
      "faulty: readout scaled twice",
      "a mistake to detect: the readout has its width factor twice",
      Parametrization::readoutTwice),

  /** Faulty: muP whose output is left as the standard parametrization has it. */
  FAULTY_STANDARD_READOUT(
      "faulty: standard readout",
      "a mistake to detect: `mup` with the usual readout",
      (role, family, fans) -> (role.isReadout() ? STANDARD : MUP).factors(role, family, fans)),

  /** Faulty: muP with the standard parametrization's learning rate of hidden weights. */
  FAULTY_HIDDEN_RATE(
      "faulty: standard hidden rate",
      "a mistake to detect: `mup` with the usual rate of hidden weights",
      (role, family, fans) -> standardRate(role.isHidden(), role, family, fans)),

  /** Faulty: muP with the standard parametrization's learning rate of input weights. */
  FAULTY_INPUT_RATE(
      "faulty: standard input rate",
      "a mistake to detect: `mup` with the usual rate of input weights",
      (role, family, fans) -> standardRate(role.isInput(), role, family, fans)),

  /** Faulty: muP with the learning rate of hidden weights for input weights. */
  FAULTY_INPUT_AS_HIDDEN(
      "faulty: hidden rate of inputs",
      "a mistake to detect: `mup` with the hidden weights' rate for input weights",
      (role, family, fans) -> hiddenRate(role.isInput(), role, family, fans)),

  /** Faulty: muP with the learning rate of hidden weights for the gains of norms. */
  FAULTY_GAIN_AS_HIDDEN(
      "faulty: hidden rate of gains",
      "a mistake to detect: `mup` with the hidden weights' rate for gains of norms",
      (role, family, fans) -> hiddenRate(role.equals(Role.GAIN), role, family, fans)),

  /**
   * Maximal update whose readout starts with the standard parametrization's variance, 1 / fan-in,
   * which is m times what it should be; its rate is the right one.
   *
   * @see <a href="https://arxiv.org/abs/2404.05728">Lingle (2024)</a>, who found that this
   *     transfers
   */
  STANDARD_READOUT_START(
      "muP, standard start of the readout",
      "`mup` with a readout that starts as usual",
      Parametrization::standardStart),

  /**
   * Unit-scaled maximal update, in absolute numbers: for networks of unit-scaled operations.
   *
   * @see <a href="https://arxiv.org/abs/2407.17465">Blake et al. (2024)</a>, u-muP
   */
  U_MUP(
      "u-muP",
      "unit-scaled maximal update, the same at every base width, for `unit-transformer`",
      new UnitMaximalUpdate());

  private final String label;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a table is a function
  private final RuleTable rules;

  Parametrization(String label, String meaning, RuleTable rules) {
    this.label = label;
    this.meaning = meaning;
    this.rules = rules;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns whether what is tuned at one width is meant to hold at others. */
  public boolean transfers() {
    return rules instanceof MaximalUpdate || rules instanceof UnitMaximalUpdate;
  }

  /** Returns whether it is a mistake, to be detected. */
  public boolean isFaulty() {
    return word().startsWith("faulty-");
  }

  @Override
  public WidthFactors factors(Role role, StepScaling family, Fans fans) {
    return rules.factors(role, family, fans);
  }

  @Override
  public WidthFactors factors(GroupRole group, StepScaling family) {
    return rules.factors(group, family);
  }

  @Override
  public double changePower(Role role, StepScaling family) {
    return rules.changePower(role, family);
  }

  private static WidthFactors standard(Role role, StepScaling family, Fans fans) {
    return new WidthFactors(1, 1 / Math.sqrt(role.growthIn(fans)), 1);
  }

  private static WidthFactors standardRate(
      boolean wrong, Role role, StepScaling family, Fans fans) {
    WidthFactors right = MUP.factors(role, family, fans);
    return wrong ? right.withLearningRate(1) : right;
  }

  private static WidthFactors standardStart(Role role, StepScaling family, Fans fans) {
    WidthFactors right = MUP.factors(role, family, fans);
    return role.isReadout() ? right.withInitScale(Math.sqrt(role.growthIn(fans))) : right;
  }

  /** The rate that a hidden square of the same units has. */
  private static WidthFactors hiddenRate(boolean wrong, Role role, StepScaling family, Fans fans) {
    WidthFactors right = MUP.factors(role, family, fans);
    Fans square = new Fans(fans.out(), fans.out(), fans.baseOut(), fans.baseOut());
    return wrong
        ? right.withLearningRate(MUP.factors(Role.HIDDEN, family, square).learningRate())
        : right;
  }

  private static WidthFactors readoutTwice(Role role, StepScaling family, Fans fans) {
    WidthFactors right = MUP.factors(role, family, fans);
    return role.isReadout() ? right.withInitScale(1 / role.growthIn(fans)) : right;
  }
}
