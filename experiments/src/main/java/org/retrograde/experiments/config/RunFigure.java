package org.retrograde.experiments.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.retrograde.reversible.word.Keyword;

/**
 * A figure of a run that a published one can stand beside, named as in {@code training-loss-tuned}
 * or {@code peak-rate-of-W1}.
 *
 * @param kind what it is
 * @param group name of the parameter group, schedule or curve that it belongs to; empty where it is
 *     of the whole run
 */
public record RunFigure(Kind kind, String group) {

  private static final Pattern NAME = Pattern.compile("([a-z0-9-]+?)(?:-of-(\\S+))?");

  /**
   * Reads a name.
   *
   * @return empty if no figure has this name
   */
  public static Optional<RunFigure> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String group = matcher.group(2) == null ? "" : matcher.group(2);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(matcher.group(1)))
        .filter(kind -> kind.ofGroup == !group.isEmpty())
        .map(kind -> new RunFigure(kind, group))
        .findFirst();
  }

  /** Returns the names that there are, for messages. */
  static List<String> names() {
    return Arrays.stream(Kind.values())
        .map(kind -> kind.ofGroup ? kind.word() + "-of-GROUP" : kind.word())
        .toList();
  }

  /** What figures there are. */
  public enum Kind {
    /** Mean over the check seeds before tuning. */
    FINAL_LOSS_AT_START(false, "tune"),
    /** Mean over the check seeds of the iterate that was kept. */
    FINAL_LOSS_TUNED(false, "tune"),
    /** Mean test loss of the tasks that share nothing. */
    TEST_LOSS_SEPARATE(false, "judge"),
    /** The same of one network for all tasks, over that of those that share nothing. */
    SHARED_OVER_SEPARATE(false, "judge"),
    /** The same of shared hidden layers, over that of those that share nothing. */
    HIDDEN_SHARED_OVER_SEPARATE(false, "judge"),
    /** The same of tuned sharing, over that of those that share nothing. */
    TUNED_OVER_SEPARATE(false, "judge", "tune"),
    /** Mean over unseen seeds before tuning. */
    TRAINING_LOSS_AT_START(false, "judge"),
    /** Mean over unseen seeds before tuning. */
    VALIDATION_LOSS_AT_START(false, "judge"),
    /** Mean over unseen seeds before tuning. */
    TEST_LOSS_AT_START(false, "judge"),
    /** Mean over unseen seeds before tuning. */
    TEST_ERROR_AT_START(false, "judge"),
    /** Mean over unseen seeds. */
    TRAINING_LOSS_TUNED(false, "judge", "tune"),
    /** Mean over unseen seeds. */
    VALIDATION_LOSS_TUNED(false, "judge", "tune"),
    /** Mean over unseen seeds. */
    TEST_LOSS_TUNED(false, "judge", "tune"),
    /** Mean over unseen seeds. */
    TEST_ERROR_TUNED(false, "judge", "tune"),
    /** The largest tuned learning rate of a group. */
    PEAK_RATE(true, "tune"),
    /** The step of a group's largest tuned learning rate. */
    PEAK_STEP(true, "tune"),
    /** Natural logarithm of a group's tuned init scale. */
    LOG_INIT_SCALE(true, "tune"),
    /**
     * How smooth the mean hypergradient by a group's learning rates is: 1 is smooth, 0 is noise.
     */
    SMOOTHNESS(true, "mean-hypergradient"),
    /** Natural logarithm of the learning rate at which chaos begins. */
    CHAOS_ONSET(false, "landscape"),
    /** Natural logarithm of the learning rate at which the loss begins to go up and down. */
    FIRST_SPIKE(false, "landscape"),
    /** Expected final loss of the best schedule. */
    OPTIMAL_LOSS(false, "optimum"),
    /** By how many per cent the expected loss of a schedule lies above that of the best one. */
    PERCENT_ABOVE_OPTIMUM(true, "optimum"),
    /** Expected final loss of a schedule beside the best one. */
    EXPECTED_LOSS(true, "optimum"),
    /** Correlation of the mean of sampled hypergradients with the exact one. */
    HYPERGRADIENT_CORRELATION(false, "optimum", "mean-hypergradient"),
    /** R^2 of a law on the losses of a curve. */
    LAW_EXPLAINS(true, "laws"),
    /** By how many per cent a law is off the last loss of a curve above what is irreducible. */
    LAW_PERCENT_OFF(true, "laws"),
    /** Cosine of the law's derivative and the exact one, by the falls of a schedule's rate. */
    LAW_GRADIENT_COSINE(true, "laws"),
    /** Part of the steps at which the two have the same sign. */
    LAW_GRADIENT_SIGNS(true, "laws"),
    /** By how many per cent a schedule of the peak is above the best one that never rises. */
    PERCENT_ABOVE_FALLING_OPTIMUM(true, "laws"),
    /** Correlation of ranks of random schedules, longer ones or of other families. */
    RANK_CORRELATION(true, "laws"),
    /** Part of the groups of eight whose best one is among the first two of a law. */
    TOP_TWO_HITS(true, "laws"),
    /** A figure of a study, by the name that the study gives it. */
    MEASURED(true);

    private final boolean ofGroup;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> sections;

    Kind(boolean ofGroup, String... sections) {
      this.ofGroup = ofGroup;
      this.sections = List.of(sections);
    }

    /** Returns whether it is of a parameter group, and not of something else that has a name. */
    boolean isOfParameters() {
      return ofGroup
          && this != MEASURED
          && !sections.contains("laws")
          && !sections.contains("optimum");
    }

    /** Returns what figures of this kind are called, before the group. */
    public String word() {
      return Keyword.word(name());
    }

    /** Returns the sections of a config without which there is no such figure. */
    List<String> sections() {
      return sections;
    }
  }
}
