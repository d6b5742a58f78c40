package org.retrograde.hypergrad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.trial.MetaObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.SeedObjective;

/** What every searcher must do, and what each of them is good at. */
final class SearchTest {

  private final List<Candidate> seen = new ArrayList<>();

  static List<Searcher> all() {
    List<Searcher> all = new ArrayList<>(TrustRegion.SETTINGS);
    all.addAll(
        List.of(
            new RandomSearch(), new CmaEs(), new DiagonalCmaEs(), new Bobyqa(), new Independent()));
    return all;
  }

  /** A function of the raw vector that remembers what it was asked. */
  private record Landscape(ToDoubleFunction<double[]> loss, Queue<double[]> raws, Queue<Long> seeds)
      implements SeedObjective {

    Landscape(ToDoubleFunction<double[]> loss) {
      this(loss, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    @Override
    public Sample differentiate(double[] raw, long seed) {
      throw new IllegalStateException("a search asked for a derivative");
    }

    @Override
    public double evaluate(double[] raw, long seed) {
      raws.add(raw.clone());
      seeds.add(seed);
      return loss.applyAsDouble(raw);
    }
  }

  /** Every run says that it took a thousandth of a second. */
  private static final MetaObjective SLOW =
      new MetaObjective() {
        @Override
        public List<Outcome<Sample>> differentiate(double[] raw, long[] seeds) {
          throw new IllegalStateException("a search asked for a derivative");
        }

        @Override
        public List<Outcome<Double>> evaluate(List<double[]> raws, long[] seeds) {
          return raws.stream().map(raw -> Outcome.found(bowl(raw), 1e-3)).toList();
        }
      };

  /** 1 at least, at 0.3, 0.6, 0.9, ... */
  private static double bowl(double[] raw) {
    double sum = 1;
    for (int i = 0; i < raw.length; i++) {
      double distance = raw[i] - 0.3 * (i + 1);
      sum += (i + 1) * distance * distance;
    }
    return sum;
  }

  /** 0 at least, at 1, 1, ...: a bent valley. */
  private static double rosenbrock(double[] raw) {
    double sum = 0;
    for (int i = 0; i + 1 < raw.length; i++) {
      double across = raw[i + 1] - raw[i] * raw[i];
      sum += 100 * across * across + (1 - raw[i]) * (1 - raw[i]);
    }
    return sum;
  }

  private SearchOutcome search(Searcher searcher, int size, int runs, MetaObjective objective)
      throws InterruptedException {
    double[] start = new double[size];
    return new Search(new SearchSettings(runs, 1, 7), objective)
        .run(searcher, Box.around(start, 4), start, seen::add);
  }

  private static double[] bestOf(SearchOutcome outcome) {
    return outcome.best().orElseThrow().raw().toArray();
  }

  static Stream<Arguments> bowls() {
    return Stream.of(
        Arguments.of(new CmaEs(), 1, 300),
        Arguments.of(new CmaEs(), 2, 400),
        Arguments.of(new CmaEs(), 10, 3000),
        Arguments.of(new DiagonalCmaEs(), 1, 300),
        Arguments.of(new DiagonalCmaEs(), 2, 400),
        Arguments.of(new DiagonalCmaEs(), 10, 3000),
        Arguments.of(new Independent(), 1, 100),
        Arguments.of(new Independent(), 10, 1000),
        Arguments.of(new Bobyqa(), 1, 60),
        Arguments.of(new Bobyqa(), 2, 60),
        Arguments.of(new Bobyqa(), 10, 300));
  }

  @ParameterizedTest
  @MethodSource("bowls")
  void theBottomOfABowlIsFound(Searcher searcher, int size, int runs) throws InterruptedException {
    SearchOutcome outcome = search(searcher, size, runs, new Landscape(SearchTest::bowl));
    double[] bottom = new double[size];
    Arrays.setAll(bottom, i -> 0.3 * (i + 1));
    assertThat(bestOf(outcome)).containsExactly(bottom, within(1e-3));
  }

  static Stream<Arguments> valleys() {
    return Stream.of(
        Arguments.of(new CmaEs(), 2, 1500),
        Arguments.of(new CmaEs(), 6, 12_000),
        Arguments.of(new Bobyqa(), 2, 400),
        Arguments.of(new Bobyqa(), 6, 2000));
  }

  @ParameterizedTest
  @MethodSource("valleys")
  void theEndOfABentValleyIsFound(Searcher searcher, int size, int runs)
      throws InterruptedException {
    SearchOutcome outcome = search(searcher, size, runs, new Landscape(SearchTest::rosenbrock));
    double[] end = new double[size];
    Arrays.fill(end, 1);
    assertThat(bestOf(outcome)).containsExactly(end, within(1e-3));
  }

  /** The start, 6 others of its line, 6 of each other line, and the bests together: 26 trials. */
  @Test
  void whatHangsOnNothingElseIsFoundOneByOne() throws InterruptedException {
    double[] best = {4, -4, 8.0 / 3, 0};
    SearchOutcome outcome =
        search(
            new Independent(),
            4,
            26,
            new Landscape(
                raw -> {
                  double sum = 0;
                  for (int i = 0; i < raw.length; i++) {
                    sum += Math.abs(raw[i] - best[i]);
                  }
                  return sum;
                }));
    assertThat(bestOf(outcome)).containsExactly(best, within(1e-12));
    assertThat(outcome.best().orElseThrow().runs()).isEqualTo(26);
    assertThat(seen.get(6).raw().toArray())
        .containsExactly(new double[] {4, 0, 0, 0}, within(1e-12));
    assertThat(seen.subList(7, 25))
        .allSatisfy(trial -> assertThat(trial.raw().toArray()[0]).isCloseTo(4, within(1e-12)));
  }

  /** The control: a valley across both numbers is not followed by its first lines. */
  @Test
  void whatHangsOnOthersIsNot() throws InterruptedException {
    SearchOutcome outcome =
        search(
            new Independent(),
            2,
            14,
            new Landscape(raw -> Math.abs(raw[0] - raw[1]) + 0.1 * Math.abs(raw[0] - 4)));
    assertThat(outcome.best().orElseThrow().loss()).isGreaterThan(0.3);
  }

  @Test
  void aLineHasThreePointsAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Independent(2))
        .withMessage("points must be at least 3, got 2");
  }

  @Test
  void randomSearchComesNearInFewDimensionsOnly() throws InterruptedException {
    MetaObjective objective = new Landscape(SearchTest::bowl);
    assertThat(search(new RandomSearch(), 2, 2000, objective).best().orElseThrow().loss())
        .isLessThan(1.05);
    assertThat(search(new RandomSearch(), 10, 2000, objective).best().orElseThrow().loss())
        .isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBudgetIsSpentAndNeverExceeded(Searcher searcher) throws InterruptedException {
    for (int runs : new int[] {1, 2, 3, 50, 101}) {
      Landscape landscape = new Landscape(SearchTest::bowl);
      SearchOutcome outcome = search(searcher, 3, runs, landscape);
      assertThat(landscape.raws).hasSize(runs);
      assertThat(outcome.runs()).isEqualTo(runs);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTrialThatTheBudgetCannotPayForIsNotBegun(Searcher searcher) throws InterruptedException {
    Landscape landscape = new Landscape(SearchTest::bowl);
    SearchSettings threeEach = new SearchSettings(50, 3, 7);
    SearchOutcome outcome =
        new Search(threeEach, landscape)
            .run(searcher, Box.around(new double[2], 1), new double[2], seen::add);
    assertThat(landscape.raws).hasSize(48);
    assertThat(outcome.runs()).isEqualTo(48);
    assertThat(landscape.seeds.stream().distinct()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("all")
  void timeEndsASearchAsWell(Searcher searcher) throws InterruptedException {
    SearchOutcome outcome =
        new Search(new SearchSettings(1_000_000, 0.05, 1, 7), SLOW)
            .run(searcher, Box.around(new double[2], 1), new double[2], seen::add);
    assertThat(outcome.seconds()).isGreaterThanOrEqualTo(0.05);
    // What began before the end may end.
    assertThat(outcome.runs()).isBetween(1.0, 50.0 + 32);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyTrialLiesInTheBox(Searcher searcher) throws InterruptedException {
    double[] lower = {-0.1, 0.1, -7};
    double[] upper = {0.2, 0.3, 9};
    Box box = new Box(new RawVector(lower), new RawVector(upper));
    Landscape downhill = new Landscape(raw -> raw[0] - raw[1] + raw[2]);
    SearchOutcome outcome =
        new Search(new SearchSettings(300, 1, 7), downhill)
            .run(searcher, box, new double[] {9, 0.2, 0}, seen::add);
    assertThat(downhill.raws)
        .allSatisfy(
            raw -> {
              for (int i = 0; i < raw.length; i++) {
                assertThat(raw[i]).isBetween(lower[i], upper[i]);
              }
            });
    assertThat(downhill.raws.peek()).containsExactly(new double[] {0.2, 0.2, 0}, within(0.1));
    boolean finds = !(searcher instanceof RandomSearch);
    assertThat(bestOf(outcome)[2]).isLessThan(finds ? -6.99 : -6);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anotherRootSeedTriesOtherPoints(Searcher searcher) throws InterruptedException {
    Landscape one = new Landscape(SearchTest::rosenbrock);
    Landscape two = new Landscape(SearchTest::rosenbrock);
    Box box = Box.around(new double[2], 4);
    new Search(new SearchSettings(1000, 1, 1), one).run(searcher, box, new double[2], seen::add);
    new Search(new SearchSettings(1000, 1, 2), two).run(searcher, box, new double[2], seen::add);
    assertThat(two.raws.stream().map(Arrays::toString).toList())
        .isNotEqualTo(one.raws.stream().map(Arrays::toString).toList());
    assertThat(two.seeds).doesNotContainAnyElementsOf(one.seeds);
  }

  /** Two thirds of the box diverge, and the best point lies at the edge of what does not. */
  @ParameterizedTest
  @MethodSource("all")
  void runsThatDivergeAreTheWorstAndEndNothing(Searcher searcher) throws InterruptedException {
    Landscape cliff =
        new Landscape(raw -> raw[0] > 0.5 ? Double.NaN : 3 - raw[0] + raw[1] * raw[1]);
    SearchOutcome outcome = search(searcher, 2, 600, cliff);
    assertThat(outcome.runs()).isEqualTo(600);
    Candidate best = outcome.best().orElseThrow();
    assertThat(best.loss()).isLessThan(2.6).isGreaterThanOrEqualTo(2.5);
    assertThat(seen)
        .filteredOn(trial -> trial.raw().toArray()[0] > 0.5)
        .isNotEmpty()
        .allSatisfy(trial -> assertThat(trial.loss()).isInfinite())
        .noneMatch(Candidate::best);
  }

  @ParameterizedTest
  @MethodSource("all")
  void whereEveryRunDivergesNothingIsFoundAndTheBudgetHolds(Searcher searcher)
      throws InterruptedException {
    Landscape nowhere = new Landscape(raw -> Double.POSITIVE_INFINITY);
    SearchOutcome outcome = search(searcher, 3, 200, nowhere);
    assertThat(outcome.best()).isEmpty();
    assertThat(nowhere.raws).hasSizeLessThanOrEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theTraceIsWhatWasBestSoFarWithWhatItHadCost(Searcher searcher) throws InterruptedException {
    SearchOutcome outcome = search(searcher, 3, 120, new Landscape(SearchTest::rosenbrock));
    assertThat(outcome.trace()).isEqualTo(seen.stream().filter(Candidate::best).toList());
    assertThat(outcome.trace().get(0).runs()).isEqualTo(1);
    assertThat(seen).extracting(Candidate::runs).containsExactlyElementsOf(upTo(120));
    assertThat(seen.stream().map(Candidate::seconds)).isSorted();
    for (int i = 1; i < outcome.trace().size(); i++) {
      assertThat(outcome.trace().get(i).loss()).isLessThan(outcome.trace().get(i - 1).loss());
    }
  }

  private static List<Double> upTo(int count) {
    return Stream.iterate(1.0, i -> i + 1).limit(count).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theStartIsTheFirstTrial(Searcher searcher) throws InterruptedException {
    search(searcher, 2, 10, new Landscape(SearchTest::bowl));
    assertThat(seen.get(0).raw().toArray()).containsExactly(new double[2], within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("all")
  void failuresOfTheObjectiveAreNotSwallowed(Searcher searcher) {
    Landscape broken =
        new Landscape(
            raw -> {
              throw new IllegalStateException("the data are gone");
            });
    assertThatIllegalStateException()
        .isThrownBy(() -> search(searcher, 2, 10, broken))
        .withMessage("the data are gone");
  }

  @ParameterizedTest
  @MethodSource("all")
  void anInterruptEndsTheSearch(Searcher searcher) {
    Thread caller = Thread.currentThread();
    Landscape interrupting =
        new Landscape(
            raw -> {
              caller.interrupt();
              return bowl(raw);
            });
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> search(searcher, 2, 1000, interrupting));
    assertThat(interrupting.raws).hasSizeLessThanOrEqualTo(2);
  }

  static List<TrustRegion> regions() {
    return TrustRegion.SETTINGS;
  }

  /**
   * A distance of at most 2 in each of 20 raw numbers; uniform draws are further than the start.
   */
  private static double far(double[] raw) {
    double sum = 0;
    for (int i = 0; i < raw.length; i++) {
      double distance = raw[i] - 2 * Math.sin(i);
      sum += distance * distance;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("regions")
  void aTrustRegionGoesDownhillInTwentyDimensionsWhereRandomSearchDoesNot(TrustRegion region)
      throws InterruptedException {
    MetaObjective objective = new Landscape(SearchTest::far);
    double uniform = search(new RandomSearch(), 20, 400, objective).best().orElseThrow().loss();
    assertThat(uniform).isEqualTo(far(new double[20]));
    assertThat(search(region, 20, 400, objective).best().orElseThrow().loss())
        .isLessThan(uniform / 6);
  }

  /** The start is the best point: 8 points in each ever smaller cube, of which none is better. */
  @Test
  void aTrustRegionHalvesWhereNothingIsBetterAndBeginsAgainAroundTheBest()
      throws InterruptedException {
    TrustRegion region = new TrustRegion("here", "", 0.5, 8);
    search(region, 3, 1 + 8 * 12, new Landscape(raw -> Math.abs(raw[0]) + Math.abs(raw[1])));
    for (int batch = 0; batch < 12; batch++) {
      double reach =
          seen.subList(1 + 8 * batch, 9 + 8 * batch).stream()
              .flatMapToDouble(trial -> Arrays.stream(trial.raw().toArray()))
              .map(Math::abs)
              .max()
              .orElseThrow();
      double radius = 8 * 0.5 / (1 << batch % 10);
      assertThat(reach).isBetween(radius / 2, radius);
    }
  }

  @Test
  void aTrustRegionDoublesAgainWhereItFindsSomething() throws InterruptedException {
    TrustRegion region = new TrustRegion("here", "", 0.1, 16);
    int[] asked = {0};
    search(region, 1, 1 + 16 * 5, new Landscape(raw -> asked[0]++ < 33 ? 9 : -raw[0]));
    List<Double> raws = seen.stream().map(trial -> trial.raw().toArray()[0]).toList();
    double best = 0;
    double[] radii = {0.8, 0.4, 0.2, 0.4, 0.8};
    for (int batch = 0; batch < radii.length; batch++) {
      List<Double> drawn = raws.subList(1 + 16 * batch, 17 + 16 * batch);
      double centre = best;
      double radius = radii[batch];
      assertThat(drawn).allSatisfy(raw -> assertThat(raw).isCloseTo(centre, within(radius)));
      assertThat(drawn).anySatisfy(raw -> assertThat(raw - centre).isGreaterThan(radius / 2));
      if (batch >= 2) {
        best = drawn.stream().mapToDouble(raw -> raw).max().orElseThrow();
      }
    }
  }

  @Test
  void aLastBatchThatTheBudgetCutsShortCounts() throws InterruptedException {
    Landscape last = new Landscape(raw -> 1);
    search(new TrustRegion("here", "", 0.1, 8), 2, 12, last);
    assertThat(seen).hasSize(12);
    seen.clear();
    int[] asked = {0};
    SearchOutcome outcome =
        search(
            new TrustRegion("here", "", 0.1, 8), 2, 12, new Landscape(raw -> -(asked[0]++ / 11)));
    assertThat(outcome.best().orElseThrow().runs()).isEqualTo(12);
  }

  @Test
  void aTrustRegionHasARadiusAndABatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustRegion("here", "", 0, 8))
        .withMessage("radius must be in (0, 1], got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustRegion("here", "", 0.1, 0))
        .withMessage("batch must be at least 1, got 0");
  }

  @Test
  void hundredsOfNumbersAreNoTroubleForTheDiagonalMatrix() throws InterruptedException {
    SearchOutcome outcome =
        search(
            new DiagonalCmaEs(),
            300,
            8000,
            new Landscape(raw -> Arrays.stream(raw).map(x -> (x - 1) * (x - 1)).sum()));
    assertThat(outcome.trace().get(0).loss()).isEqualTo(300);
    assertThat(outcome.best().orElseThrow().loss()).isLessThan(30);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void seedsMustBeAtLeastOneAndRunsPayForThem(int seeds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchSettings(10, seeds, 1))
        .withMessageEndingWith("got %d and 10".formatted(seeds));
    assertThatIllegalArgumentException().isThrownBy(() -> new SearchSettings(2, 3, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SearchSettings(2, 0, 1, 1));
  }
}
