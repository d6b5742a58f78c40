package org.retrograde.hypergrad.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SeedsTest {

  @Test
  void noTwoPurposesIndicesOrRootsShareASeed() {
    LongStream seeds =
        LongStream.range(0, 5)
            .flatMap(
                root ->
                    LongStream.concat(
                        LongStream.of(Seeds.range(root, "tune", 0, 10_000)),
                        LongStream.concat(
                            LongStream.of(Seeds.range(root, "check", 0, 10_000)),
                            LongStream.of(Seeds.range(root, "init", 0, 10_000)))));
    assertThat(seeds.distinct().count()).isEqualTo(150_000);
  }

  @Test
  void aSeedIsAFunctionOfItsPlaceAlone() {
    assertThat(Seeds.range(7, "tune", 3, 2))
        .containsExactly(Seeds.of(7, "tune", 3), Seeds.of(7, "tune", 4));
  }

  @Test
  void everySeedSurvivesADouble() {
    for (long seed : Seeds.range(-1, "tune", 0, 1000)) {
      assertThat(seed).isBetween(0L, (1L << 53) - 1);
      assertThat((long) (double) seed).isEqualTo(seed);
    }
  }
}
