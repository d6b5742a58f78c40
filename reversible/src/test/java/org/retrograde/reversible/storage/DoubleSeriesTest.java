package org.retrograde.reversible.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DoubleSeriesTest {

  private static DoubleSeries series(double... values) {
    DoubleStore store = new DoubleStore(values.length);
    for (int i = 0; i < values.length; i++) {
      store.set(i, values[i]);
    }
    return DoubleSeries.of(store);
  }

  @Test
  void itIsTheListOfItsNumbers() {
    List<Double> list = List.of(1.5, Double.NaN, -0.0);
    List<Double> series = series(1.5, Double.NaN, -0.0);
    assertThat(series).isEqualTo(list).hasSameHashCodeAs(list).isNotEqualTo(series(1.5, 2, 0));
    assertThat(list).isEqualTo(series);
    assertThat(series.subList(1, 3)).containsExactly(Double.NaN, -0.0);
    assertThat(series.stream().mapToDouble(x -> x).toArray())
        .containsExactly(1.5, Double.NaN, -0.0);
    assertThat(series()).isEmpty();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> series.get(3));
  }

  @Test
  void copiesFollowNoChange() {
    List<Double> list = new ArrayList<>(List.of(1.0, 2.0));
    List<Double> copy = DoubleSeries.copyOf(list);
    list.set(0, 9.0);
    assertThat(copy).containsExactly(1.0, 2.0);
    assertThat(DoubleSeries.copyOf(copy)).isSameAs(copy);
    assertThatNullPointerException()
        .isThrownBy(() -> DoubleSeries.copyOf(Arrays.asList(1.0, null)));
  }

  @Test
  void nothingOfItCanBeChanged() {
    List<Double> series = series(1, 2);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> series.set(0, 3.0));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> series.add(3.0));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> series.remove(0));
  }
}
