package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thinned figure draws is what it would have drawn. */
final class ThinningTest {

  private static final int STEPS = 5000;

  private static List<Double> line(IntToDoubleFunction value) {
    return IntStream.range(0, STEPS).mapToObj(value::applyAsDouble).toList();
  }

  /** Returns the farthest that straight lines between the kept steps are from a value. */
  private static double error(List<Double> line, List<Integer> kept, boolean logarithmic) {
    double worst = 0;
    for (int i = 0; i + 1 < kept.size(); i++) {
      int from = kept.get(i);
      int to = kept.get(i + 1);
      for (int t = from; t <= to; t++) {
        double fraction = (double) (t - from) / (to - from);
        double drawn =
            height(line.get(from), logarithmic) * (1 - fraction)
                + height(line.get(to), logarithmic) * fraction;
        worst = Math.max(worst, Math.abs(drawn - height(line.get(t), logarithmic)));
      }
    }
    return worst;
  }

  private static double height(double value, boolean logarithmic) {
    return logarithmic ? Math.log(value) : value;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void smoothLinesStayWithinAThousandthOfTheHeightAndASpikeStays(boolean logarithmic) {
    List<Double> wave = line(t -> Math.exp(Math.sin(t / 700.0)));
    List<Double> spike = line(t -> t == 1234 ? 2.5 : 1);
    List<Integer> kept = Thinning.steps(List.of(wave, spike), logarithmic);
    double tall = logarithmic ? 2 : Math.E - 1 / Math.E;
    assertThat(kept).hasSizeLessThan(200).contains(0, 1233, 1234, 1235, STEPS - 1).isSorted();
    assertThat(error(wave, kept, logarithmic)).isBetween(1e-5, 1.001e-3 * tall);
    assertThat(error(spike, kept, logarithmic)).isLessThan(1e-12);
  }

  @Test
  void ofRoughLinesEveryColumnKeepsItsExtremes() {
    Random random = new Random(1);
    List<Double> rough = line(t -> random.nextGaussian());
    List<Integer> kept = Thinning.steps(List.of(rough), false);
    assertThat(kept).hasSizeBetween(1000, 2002);
    for (int column = 0; column < 1000; column++) {
      int from = 5 * column;
      List<Double> drawn = kept.stream().filter(t -> t / 5 == from / 5).map(rough::get).toList();
      List<Double> all = new ArrayList<>(rough.subList(from, from + 5));
      assertThat(Collections.max(drawn)).isEqualTo(Collections.max(all));
      assertThat(Collections.min(drawn)).isEqualTo(Collections.min(all));
    }
  }

  @Test
  void whatIsNoNumberStaysAGap() {
    List<Double> broken = line(t -> t == 2000 ? Double.NaN : t);
    assertThat(Thinning.steps(List.of(broken), false))
        .hasSizeLessThan(10)
        .contains(0, 1999, 2000, 2001, STEPS - 1);
  }

  @Test
  void fewStepsAreDrawnWhole() {
    List<Double> line = Collections.nCopies(Thinning.DRAWN_WHOLE, 1.0);
    assertThat(Thinning.steps(List.of(line), true)).hasSize(line.size());
    assertThat(Thinning.steps(List.of(Collections.nCopies(line.size() + 1, 1.0)), true)).hasSize(2);
  }
}
