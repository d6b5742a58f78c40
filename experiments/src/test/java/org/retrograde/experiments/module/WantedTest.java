package org.retrograde.experiments.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.trial.RawVector;

/** Losses are of trainings over 25, 50 and 100 steps; where all begin leaves 1 in the end. */
final class WantedTest {

  private static final StepsNeeded NEEDED = new StepsNeeded(List.of(25, 50, 100));
  private static final List<Double> GLOBAL = List.of(3.0, 2.0, 1.0);
  private static final double LOST = Double.POSITIVE_INFINITY;

  private static final RawVector RAW = new RawVector(new double[1]);

  private static final Point START = new Point(Point.GLOBAL, 0, RAW, 1);
  private static final Point TUNED = new Point(Point.HYPERGRADIENTS, 40, RAW, 0.5);

  private static final List<Double> TWICE = List.of(3.0, 1.0, 0.5);
  private static final List<Double> FOUR_TIMES = List.of(0.9, 0.8, 0.7);
  private static final List<Double> LESS = List.of(3.0, 2.5, 2.0);

  private static Judged judged(int width, List<Double> global, List<Double> tuned) {
    return new Judged(
        width,
        List.of(START, TUNED),
        NEEDED,
        List.of(global.stream().map(List::of).toList(), tuned.stream().map(List::of).toList()));
  }

  private static List<List<String>> rows(Map<String, Arms.Searched> searched, Judged... judged) {
    ModulesSettings settings =
        ConfigReader.readFileOrBuiltin("smoke-modules", List.of())
            .own(ModulesPhase.WORD, ModulesSettings.class)
            .orElseThrow();
    Found found =
        new Found(settings, "", 1, List.of(START, TUNED), searched, List.of(judged), List.of());
    return new Wanted(found).study().orElseThrow().table().rows();
  }

  private static List<String> kept(List<Double> base, List<Double> other) {
    List<String> row = rows(Map.of(), judged(8, GLOBAL, base), judged(16, GLOBAL, other)).get(1);
    return row.subList(2, 4);
  }

  @Test
  void aGainThatIsThereAgainIsKept() {
    assertThat(kept(TWICE, TWICE)).containsExactly("1.00", "met");
    assertThat(kept(TWICE, GLOBAL)).containsExactly("0.00", "missed");
    assertThat(kept(TWICE, LESS)).containsExactly("-1.00", "missed");
  }

  @Test
  void whereThereWasNoGainNoneIsKept() {
    assertThat(kept(LESS, LESS)).containsExactly("no gain to keep", "missed");
    assertThat(kept(GLOBAL, FOUR_TIMES)).containsExactly("no gain to keep", "missed");
  }

  @Test
  void boundsOfGainsAreNoMoreThanBounds() {
    assertThat(kept(FOUR_TIMES, FOUR_TIMES))
        .containsExactly("both are bounds", "not seen to its end");
    assertThat(kept(FOUR_TIMES, TWICE)).containsExactly("≤ 0.33", "missed");
    assertThat(kept(TWICE, FOUR_TIMES)).containsExactly("≥ 3.00", "met");
  }

  @Test
  void aStartThatDivergesIsReachedInNoNumberOfSteps() {
    List<Double> row = List.of(3.0, 2.0, LOST);

    assertThat(rows(Map.of(), judged(8, row, TWICE)).get(0).subList(2, 4))
        .containsExactly("–", "missed");
  }

  @Test
  void withoutRivalsNothingIsSaidOfThem() {
    Map<String, Arms.Searched> rival =
        Map.of("random", new Arms.Searched(List.of(new Candidate(RAW, 1, 1, 0, true)), List.of()));

    assertThat(rows(Map.of(), judged(8, GLOBAL, TWICE))).hasSize(1);
    assertThat(rows(rival, judged(8, GLOBAL, TWICE))).hasSize(3);
  }
}
