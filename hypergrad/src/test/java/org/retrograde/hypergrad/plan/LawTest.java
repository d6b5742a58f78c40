package org.retrograde.hypergrad.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Costs between what was measured, and beyond. */
final class LawTest {

  private static final Law BENT = new Law(Map.of(100L, 3.0, 200L, 5.0, 400L, 15.0));

  @Test
  void whatWasMeasuredIsKept() {
    assertThat(BENT.at(100)).isEqualTo(3);
    assertThat(BENT.at(200)).isEqualTo(5);
    assertThat(BENT.at(400)).isEqualTo(15);
  }

  @Test
  void betweenIsAStraightLineAndBeyondItGoesOn() {
    assertThat(BENT.at(150)).isEqualTo(4);
    assertThat(BENT.at(300)).isEqualTo(10);
    assertThat(BENT.at(800)).isEqualTo(35);
    assertThat(BENT.at(50)).as("below the smallest it is proportional").isEqualTo(1.5);
  }

  @Test
  void theOtherGuessBeyondIsInProportionToTheLargest() {
    assertThat(BENT.proportionalAt(800)).isEqualTo(30);
    assertThat(BENT.proportionalAt(300)).as("within there is no other").isEqualTo(10);
  }

  @Test
  void oneSizeAloneIsProportional() {
    Law law = new Law(Map.of(10L, 2.0));
    assertThat(law.at(5)).isEqualTo(1);
    assertThat(law.at(40)).isEqualTo(8).isEqualTo(law.proportionalAt(40));
  }

  @Test
  void aCostThatFallsIsNeverBelowNothing() {
    Law falling = new Law(Map.of(10L, 4.0, 20L, 2.0));
    assertThat(falling.at(25)).isEqualTo(1);
    assertThat(falling.at(100)).isZero();
  }
}
