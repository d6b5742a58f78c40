package org.retrograde.hypergrad.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What arrays take of a heap that is divided into regions. */
final class HeapRegionsTest {

  private static final HeapRegions REGIONS = new HeapRegions(1 << 20);

  @Test
  void anArrayOfMoreThanHalfARegionTakesWholeOnes() {
    assertThat(REGIONS.taken(100_000, 8)).isEqualTo(1 << 20);
    assertThat(REGIONS.taken(1 << 17, 8)).as("with its header it is over").isEqualTo(2 << 20);
  }

  @Test
  void aSmallOneTakesWhatItHas() {
    assertThat(REGIONS.taken(10_000, 8)).isEqualTo(80_016);
    assertThat(new HeapRegions(1).taken(1 << 17, 8)).isEqualTo((1 << 20) + 16);
  }
}
